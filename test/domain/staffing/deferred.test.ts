import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeferredInterval,
  deferredAgents,
  deferredWith,
} from '../../../services/domain/staffing/deferred.ts';

/** Hours; an agent gets an hour of work done in each that is open. */
const hours = (work: readonly number[], due: number, closed: readonly number[] = []): DeferredInterval[] =>
  work.map((each, i) => ({ work: each, perAgent: closed.includes(i) ? 0 : 1, dueBy: i + due }));

describe('by hand', () => {
  test('work that is due in its own interval is done there', () => {
    expect(deferredAgents(hours([3, 1, 2], 0)).agents).toEqual([3, 1, 2]);
  });

  test('a heap that comes at once is spread until it is due', () => {
    expect(deferredAgents(hours([8, 0, 0, 0], 3)).agents).toEqual([2, 2, 2, 2]);
  });

  test('and no further: the hour after is for what comes then', () => {
    expect(deferredAgents(hours([8, 0, 0, 0, 4, 0, 0, 0], 3)).agents).toEqual([2, 2, 2, 2, 1, 1, 1, 1]);
  });

  test('nothing is done before it comes', () => {
    expect(deferredAgents(hours([0, 0, 6, 0, 0], 2))).toEqual({
      agents: [0, 0, 2, 2, 2],
      done: [0, 0, 2, 2, 2],
      inTime: [null, null, 1, null, null],
    });
  });

  test('what comes at night is done in the morning', () => {
    const night = hours([0, 4, 4, 0, 0, 0, 0], 6, [0, 1, 2]);
    const intervals = night.map((each) => ({ ...each, dueBy: 6 }));
    expect(deferredAgents(intervals).agents).toEqual([0, 0, 0, 2, 2, 2, 2]);
  });

  test('what is due while nobody works is done as soon as somebody does, and is late', () => {
    const plan = deferredAgents(hours([2, 0, 0], 0, [0, 1]));
    expect(plan).toEqual({ agents: [0, 0, 2], done: [0, 0, 2], inTime: [0, null, null] });
  });

  test('a fifth of an agent is one agent in every fifth hour, not one in each', () => {
    const { agents } = deferredAgents(hours([...new Array(40).fill(0.2), ...new Array(8).fill(0)], 8));
    expect(Math.max(...agents)).toBe(1);
    expect(agents.reduce((sum, each) => sum + each)).toBe(8);
  });

  test('agents are spread as evenly as whole ones can be', () => {
    expect(deferredAgents(hours([9, 0, 0, 0], 3)).agents).toEqual([2, 2, 2, 3]);
  });

  test('no work needs nobody', () => {
    expect(deferredAgents([])).toEqual({ agents: [], done: [], inTime: [] });
    expect(deferredAgents(hours([0, 0], 1)).agents).toEqual([0, 0]);
  });
});

const plans = fc
  .array(
    fc.record({
      work: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 12, noNaN: true })),
      perAgent: fc.constantFrom(0, 0.5, 1, 1),
      step: fc.nat(3),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((drawn) => {
    let dueBy = 0;
    const intervals = drawn.map(({ work, perAgent, step }, i) => {
      dueBy = Math.max(i, dueBy + (i === 0 ? step : step - 1), dueBy);
      return { work, perAgent, dueBy };
    });
    // Somebody works until the last is due.
    while (intervals.length <= dueBy + 1) intervals.push({ work: 0, perAgent: 1, dueBy: intervals.length });
    intervals.push({ work: 0, perAgent: 1, dueBy: intervals.length });
    return intervals;
  });

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The interval by whose end the work of interval `i` can be done at the earliest due time that somebody works before. */
function dueOf(intervals: readonly DeferredInterval[], i: number): number {
  let by = intervals[i]!.dueBy;
  while (intervals.slice(i, by + 1).every(({ perAgent }) => perAgent === 0)) by++;
  return by;
}

test('work is done neither late nor before it comes, and by those who are there', () => {
  fc.assert(
    fc.property(plans, (intervals) => {
      const { agents, done } = deferredAgents(intervals);
      intervals.forEach(({ perAgent }, end) => {
        const come = sum(intervals.slice(0, end + 1).map(({ work }) => work));
        const due = sum(intervals.filter((_, i) => dueOf(intervals, i) <= end).map(({ work }) => work));
        const sofar = sum(done.slice(0, end + 1));
        expect(sofar).toBeLessThanOrEqual(come + 1e-6);
        expect(sofar).toBeGreaterThanOrEqual(due - 1e-6);
        expect(done[end]).toBeLessThanOrEqual(agents[end]! * perAgent + 1e-9);
      });
    }),
    { numRuns: 2000 },
  );
});

test('no plan has fewer agents at its peak: some window holds too much work for one less', () => {
  fc.assert(
    fc.property(plans, (intervals) => {
      let peak = 0;
      for (let from = 0; from < intervals.length; from++) {
        for (let end = from; end < intervals.length; end++) {
          const within = intervals.map((each, i) => ({ ...each, i })).slice(from, end + 1);
          const work = sum(within.filter(({ i }) => dueOf(intervals, i) <= end).map((each) => each.work));
          if (work > 0) peak = Math.max(peak, work / sum(within.map(({ perAgent }) => perAgent)));
        }
      }
      expect(Math.max(...deferredAgents(intervals).agents)).toBe(Math.max(0, Math.ceil(peak - 1e-9)));
    }),
    { numRuns: 1000 },
  );
});

describe('with agents as given', () => {
  test('enough of them have everything done in time', () => {
    expect(deferredWith(hours([8, 0, 0, 0], 3), [2, 2, 2, 2]).inTime).toEqual([1, null, null, null]);
  });

  test('with fewer, what comes first is done first, and the share in time says the rest', () => {
    const { done, inTime } = deferredWith(hours([4, 4, 0, 0], 1), [2, 2, 2, 2]);
    expect(done).toEqual([2, 2, 2, 2]);
    // The first four by the end of the second hour; of the second four, half by the end of the third.
    expect(inTime).toEqual([1, 0.5, null, null]);
  });

  test('what the plan asks for is enough', () => {
    fc.assert(
      fc.property(plans, (intervals) => {
        const plan = deferredAgents(intervals);
        const played = deferredWith(intervals, plan.agents);
        played.done.forEach((done, i) => {
          expect(done).toBeCloseTo(plan.done[i]!, 6);
        });
      }),
    );
  });
});
