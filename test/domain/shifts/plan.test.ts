import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planShifts, type ShiftPlan } from '../../../services/domain/shifts/plan.ts';
import type { PlannedShift, ShiftProblem } from '../../../services/domain/shifts/problem.ts';
import type { Solve } from '../../../services/domain/shifts/programme.ts';
import { solveByHighs } from '../../../services/workforce/shifts/highs.ts';
import { casesOf } from '../../support/in-full.ts';
import { breachesOf, presentByMinute } from './breaches.ts';
import { agents, arbitraryProblem, atOnce, HOUR, noSolver, pattern, problem, terms } from './support.ts';

const highs = solveByHighs(() => performance.now());
const LIMIT = { limitMs: 60_000, gap: 0.01 };
const plan = (of: ShiftProblem, solve: Solve = highs) => planShifts(of, { solve, pace: atOnce }, LIMIT);

const clock = (at: number) => new Date(at).toISOString().slice(5, 16);
const told = ({ shifts }: ShiftPlan) =>
  shifts.map(({ agent, startsAt, endsAt }) => `${agent} ${clock(startsAt)} ${clock(endsAt)}`);

/** That a plan keeps the rules and that its figures are those of its shifts. */
function expectSound(
  of: ShiftProblem,
  { shifts, present, cost, missing, objective, penalty, bound }: ShiftPlan,
) {
  expect(breachesOf(of, shifts)).toEqual([]);
  presentByMinute(of, shifts).forEach((there, i) => {
    expect(present[i]).toBeCloseTo(there, 6);
  });
  const costOf = (shift: PlannedShift) =>
    ((shift.endsAt - shift.startsAt) / HOUR) * of.patterns.find(({ id }) => id === shift.pattern)!.cost;
  expect(cost).toBeCloseTo(
    shifts.reduce((sum, shift) => sum + costOf(shift), 0),
    6,
  );
  expect(missing).toBeCloseTo(
    of.required.reduce((sum, needed, i) => sum + Math.max(0, needed - present[i]!), 0),
    4,
  );
  expect(objective).toBeCloseTo(cost + penalty * missing, 4);
  if (bound !== null) expect(bound).toBeLessThanOrEqual(objective + 1e-4);
}

describe('every plan', () => {
  test('keeps every rule and adds up, without a solver too', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem, async (of) => {
        expectSound(of, await plan(of, noSolver));
      }),
      { numRuns: casesOf(150) },
    );
  });

  test('keeps every rule, adds up and is no worse than the one without a solver', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem, async (of) => {
        const [solved, simple] = [await plan(of), await plan(of, noSolver)];
        expectSound(of, solved);
        expect(solved.objective).toBeLessThanOrEqual(simple.objective + 1e-6);
      }),
      { numRuns: casesOf(25) },
    );
  });

  test('is the same for the same problem', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem, async (of) => {
        expect(await plan(of)).toEqual(await plan(of));
      }),
      { numRuns: casesOf(8) },
    );
  });
});

describe('the best plan', () => {
  test('of two agents from 8 to 20 with shifts of 4 and 8 hours is one of each, the bound its cost', async () => {
    const short = pattern({ id: 'short', lengthMs: 4 * HOUR, starts: [8 * 60, 12 * 60, 16 * 60] });
    const long = pattern({ id: 'long', starts: [8 * 60, 10 * 60, 12 * 60] });
    const of = problem({ patterns: [short, long], agents: agents(4) }, (_, m) =>
      m >= 480 && m < 1_200 ? 1 : 0,
    );
    const found = await plan(of);
    expectSound(of, found);
    expect(found).toMatchObject({ status: 'optimal', cost: 12, missing: 0, bound: 12, gap: 0 });
  });

  test('takes the cheaper pattern where both cover', async () => {
    const dear = pattern({ id: 'dear', cost: 1.5 });
    const of = problem({ patterns: [dear, pattern({ id: 'cheap' })] }, (_, m) =>
      m >= 480 && m < 960 ? 1 : 0,
    );
    expect((await plan(of)).shifts.map((shift) => shift.pattern)).toEqual(['cheap']);
  });

  test('puts breaks where the most are there, and one after the other where each counts', async () => {
    const breaks = [{ lengthMs: HOUR, afterMs: 2 * HOUR, beforeMs: 5 * HOUR }];
    // Of three who are there from 8 to 16, two are needed from 10 to 13: each of the three hours has one break.
    const of = problem({ patterns: [pattern({ breaks })], agents: agents(3) }, (_, m) =>
      m >= 480 && m < 960 ? (m >= 600 && m < 780 ? 2 : 3) : 0,
    );
    const found = await plan(of);
    expectSound(of, found);
    expect(found.missing).toBe(0);
    const begins = found.shifts.map((shift) => (shift.breaks[0]!.startsAt - shift.startsAt) / HOUR);
    expect(begins.sort()).toEqual([2, 3, 4]);
  });

  test('gives nobody a shift for which the rest is too short', async () => {
    const late = pattern({ id: 'late', starts: [14 * 60] });
    // Late on Monday, early on Tuesday: 22:00 to 8:00 is less than 11 h.
    const of = problem({ count: 2, patterns: [pattern(), late] }, (date, m) =>
      date === '2026-11-30' ? (m >= 840 && m < 1_320 ? 1 : 0) : m >= 480 && m < 960 ? 1 : 0,
    );
    const alone = await plan(of);
    expectSound(of, alone);
    // 16 half-hours without anybody; a shift from 14:00 on Tuesday mends four of them.
    expect(told(alone)).toHaveLength(2);
    expect(alone.missing).toBe(12);
    const two = await plan({ ...of, agents: agents(2) });
    expect(two).toMatchObject({ cost: 16, missing: 0, status: 'optimal' });
    expect((await plan({ ...of, restMs: 10 * HOUR })).missing).toBe(0);
  });

  test('shares seven days among agents who work five at the most', async () => {
    const of = problem({ count: 7, agents: agents(2) }, (_, m) => (m >= 480 && m < 960 ? 1 : 0));
    const found = await plan(of);
    expectSound(of, found);
    expect(found).toMatchObject({ cost: 56, missing: 0 });
    const one = await plan({ ...of, agents: agents(1) });
    expect(one).toMatchObject({ cost: 40, missing: 32, status: 'optimal' });
  });
});

describe('what cannot be covered', () => {
  const allDay = problem({ agents: agents(2, { mostShifts: 1 }) }, (_, m) => (m < 480 ? 0 : m < 960 ? 3 : 1));

  test('is shown as what is missing, and the plan is still the best', async () => {
    const found = await plan(allDay);
    expectSound(allDay, found);
    // Of three needed from 8 to 16 two are there, and nobody afterwards.
    expect(found).toMatchObject({ status: 'optimal', cost: 16, missing: 16 + 16 });
  });

  test('is all of it where everybody is away, or nobody is there', async () => {
    const away = await plan({ ...allDay, agents: agents(3, {}, ['2026-11-30']) });
    expect(away).toMatchObject({ shifts: [], cost: 0, missing: 64 });
    expect(await plan({ ...allDay, agents: [] })).toMatchObject({ shifts: [], missing: 64 });
    expect(await plan({ ...allDay, patterns: [] })).toMatchObject({ shifts: [], missing: 64 });
  });

  test('is nothing where nobody is needed', async () => {
    expect(await plan(problem({}))).toMatchObject({
      status: 'optimal',
      shifts: [],
      cost: 0,
      bound: 0,
      gap: 0,
    });
  });
});

describe('an agent who is away', () => {
  test('is not at work on that day by a night that began before', async () => {
    const night = pattern({ id: 'night', starts: [22 * 60] });
    const of = problem({ count: 2, patterns: [night], agents: agents(1, {}, ['2026-12-01']) }, () => 1);
    expect((await plan(of)).shifts).toEqual([]);
  });

  test('does not keep those alike from work', async () => {
    const two = [...agents(1, {}, ['2026-11-30']), { id: 'b', terms: terms(), away: new Set<string>() }];
    const of = problem({ agents: two }, (_, m) => (m >= 480 && m < 960 ? 2 : 0));
    const found = await plan(of);
    expect(found.shifts.map(({ agent }) => agent)).toEqual(['b']);
    expect(found.missing).toBe(16);
  });
});

describe('where the clocks are set', () => {
  const night = pattern({ id: 'night', starts: [22 * 60] });
  const atNight = (first: string) =>
    problem({ first, count: 2, patterns: [night] }, (_, m) => (m >= 22 * 60 || m < 360 ? 1 : 0));

  test('a shift keeps its length, and ends an hour later on the clock in spring, earlier in autumn', async () => {
    // Berlin: 29 March 2026 and 25 October 2026.
    expect(told(await plan(atNight('2026-03-28')))[0]).toBe('a1 03-28T21:00 03-29T05:00');
    expect(told(await plan(atNight('2026-10-24')))[0]).toBe('a1 10-24T20:00 10-25T04:00');
  });

  test('a day has 46, 47, 49 or 50 intervals to cover', async () => {
    for (const [first, zone, intervals] of [
      ['2026-03-29', 'Europe/Berlin', 46],
      ['2026-10-25', 'Europe/Berlin', 50],
      ['2026-10-04', 'Australia/Lord_Howe', 47],
      ['2026-04-05', 'Australia/Lord_Howe', 49],
    ] as const) {
      const of = problem({ first, zone, agents: agents(1) }, () => 1);
      const found = await plan(of);
      expectSound(of, found);
      expect(found.present).toHaveLength(intervals);
      expect(found.missing).toBe(intervals - 16);
    }
  });

  test('a begin that the clock skips is moved on, and one that it shows twice is taken the first time', async () => {
    const skipped = pattern({ starts: [2 * 60 + 30], lengthMs: 4 * HOUR });
    const of = (first: string) => problem({ first, patterns: [skipped] }, () => 1);
    expect(told(await plan(of('2026-03-29')))).toEqual(['a1 03-29T01:30 03-29T05:30']);
    expect(told(await plan(of('2026-10-25')))).toEqual(['a1 10-25T00:30 10-25T04:30']);
  });
});
