import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LinedSpan,
  scheduledEvent,
  wholePlan,
  withoutOverlaps,
} from '../../services/import/schedule-plan.ts';
import { ACTIVITIES, type PlannedSpan } from '../../services/import/schedule-rows.ts';
import { plansInForce } from '../../services/metrics/memory/plans.ts';

const HOUR = 3_600_000;
const DAY = Date.UTC(2026, 8, 7);
const at = (clock: string) => {
  const [hour, minute] = clock.split(':').map(Number);
  return DAY + hour! * HOUR + minute! * 60_000;
};
const span = (agent: string, activity: PlannedSpan['activity'], from: string, to: string): PlannedSpan => ({
  agent,
  activity,
  startsAt: at(from),
  endsAt: at(to),
});
const line = (agent: string, from: string, to: string, number: number): LinedSpan => ({
  ...span(agent, 'on_queue', from, to),
  line: number,
});

/** What ingest stores of files imported one after the other, as the table keeps it: the last plan of each begin. */
function stored(...files: PlannedSpan[][]) {
  const rows = new Map<string, Parameters<typeof plansInForce>[0][number]>();
  files.forEach((file, i) => {
    for (const { agent, activity, startsAt, endsAt } of wholePlan(file)) {
      const row = {
        agent_id: agent,
        team: '',
        activity,
        starts_at: startsAt,
        ends_at: endsAt,
        planned_at: i,
      };
      rows.set(`${agent} ${startsAt}`, row);
    }
  });
  return [...rows.values()];
}

/** What an agent is planned for at an instant. */
function plannedAt(rows: ReturnType<typeof stored>, agent: string, instant: number): string {
  const plan = plansInForce(rows).find(
    ({ agent_id, starts_at, ends_at }) => agent_id === agent && starts_at <= instant && instant < ends_at,
  );
  return plan?.activity ?? 'off';
}

describe('overlaps', () => {
  test('of two spans of an agent that which begins later is refused, whatever stands first', () => {
    const { kept, overlaps } = withoutOverlaps([
      line('a1', '10:00', '12:00', 2),
      line('a1', '09:00', '11:00', 3),
      line('a2', '10:00', '11:00', 4),
      line('a1', '11:00', '12:00', 5),
    ]);
    expect(kept.map((one) => one.line)).toEqual([3, 4, 5]);
    expect(overlaps.map((one) => [one.span.line, one.with])).toEqual([[2, 3]]);
  });
});

describe('the whole plan of a file', () => {
  test('fills the time between spans with off, from the first begin of all to the last end', () => {
    const plan = wholePlan([
      span('a2', 'on_queue', '08:00', '10:00'),
      span('a1', 'on_queue', '09:00', '12:00'),
      span('a1', 'on_queue', '13:00', '17:00'),
    ]);
    expect(plan).toEqual([
      span('a1', 'off', '08:00', '09:00'),
      span('a1', 'on_queue', '09:00', '12:00'),
      span('a1', 'off', '12:00', '13:00'),
      span('a1', 'on_queue', '13:00', '17:00'),
      span('a2', 'on_queue', '08:00', '10:00'),
      span('a2', 'off', '10:00', '17:00'),
    ]);
  });

  test('leaves the gaps of an agent open of whom a row could not be read', () => {
    const file = [span('a1', 'on_queue', '09:00', '10:00'), span('a2', 'on_queue', '08:00', '12:00')];
    expect(wholePlan(file, new Set(['a1']))).toEqual(file);
  });

  test('tells a fortnight off day by day: what began long ago is not believed to last', () => {
    const plan = wholePlan([{ agent: 'a1', activity: 'off', startsAt: DAY, endsAt: DAY + 14 * 24 * HOUR }]);
    expect(plan).toHaveLength(14);
    expect(plan.every(({ startsAt, endsAt }) => endsAt - startsAt === 24 * HOUR)).toBe(true);
  });
});

describe('a corrected file', () => {
  const first = [
    span('a1', 'on_queue', '09:00', '12:00'),
    span('a1', 'break', '12:00', '12:30'),
    span('a1', 'on_queue', '12:30', '17:00'),
    span('a2', 'on_queue', '09:00', '17:00'),
  ];
  const corrected = [
    span('a1', 'on_queue', '09:00', '13:00'),
    span('a1', 'break', '13:00', '13:30'),
    span('a1', 'on_queue', '13:30', '16:00'),
  ];

  test('leaves no ghost of a break that was moved, nor of the hour that was cut', () => {
    const rows = stored(first, corrected);
    expect(plannedAt(rows, 'a1', at('12:15'))).toBe('on_queue');
    expect(plannedAt(rows, 'a1', at('13:15'))).toBe('break');
    expect(plannedAt(rows, 'a1', at('15:59'))).toBe('on_queue');
    expect(plannedAt(rows, 'a1', at('16:00'))).toBe('off');
  });

  test('leaves agents alone whom it does not name', () => {
    expect(plannedAt(stored(first, corrected), 'a2', at('12:00'))).toBe('on_queue');
  });

  test('takes a day away by saying off', () => {
    const rows = stored(first, [span('a2', 'off', '09:00', '17:00')]);
    expect(plannedAt(rows, 'a2', at('12:00'))).toBe('off');
    expect(plannedAt(rows, 'a1', at('12:10'))).toBe('break');
  });

  test('is what holds from its first begin to its last end, whatever any earlier files said', () => {
    const spans = fc
      .array(
        fc.record({
          agent: fc.constantFrom('a1', 'a2'),
          activity: fc.constantFrom(...ACTIVITIES),
          startsAt: fc.integer({ min: 0, max: 47 }).map((halves) => DAY + halves * (HOUR / 2)),
          length: fc.integer({ min: 1, max: 20 }),
        }),
        { minLength: 1, maxLength: 8 },
      )
      .map((rows) => {
        const lined = rows.map(({ length, ...row }, i) => ({
          ...row,
          endsAt: row.startsAt + length * (HOUR / 2),
          line: i + 2,
        }));
        return withoutOverlaps(lined).kept;
      });
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 3 }), spans, (earlier, last) => {
        const rows = stored(...earlier, last);
        const from = Math.min(...last.map(({ startsAt }) => startsAt));
        const to = Math.max(...last.map(({ endsAt }) => endsAt));
        for (const agent of new Set(last.map((one) => one.agent))) {
          for (let instant = from; instant < to; instant += HOUR / 4) {
            const meant = last.find(
              (one) => one.agent === agent && one.startsAt <= instant && instant < one.endsAt,
            );
            expect(plannedAt(rows, agent, instant)).toBe(meant?.activity ?? 'off');
          }
        }
      }),
    );
  });
});

test('the same plan has the same id, whenever it is imported', () => {
  const plan = span('a1', 'on_queue', '09:00', '12:00');
  const [one, two] = [scheduledEvent(plan, 1), scheduledEvent(plan, 2)];
  expect(one.value.event_id).toBe(two.value.event_id);
  expect([one.value.occurred_at, two.value.occurred_at]).toEqual([1, 2]);
  expect(scheduledEvent({ ...plan, activity: 'meeting' }, 1).value.event_id).not.toBe(one.value.event_id);
});
