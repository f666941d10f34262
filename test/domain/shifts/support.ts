import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Pace } from '../../../services/domain/shifts/drafts.ts';
import type { Pattern, PlanningAgent, ShiftProblem, Terms } from '../../../services/domain/shifts/problem.ts';
import type { Solve } from '../../../services/domain/shifts/programme.ts';
import { daysOf } from '../../../services/workforce/days.ts';

export const HOUR = 3_600_000;
export const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

/** A solver that finds nothing and knows nothing. */
export const noSolver: Solve = async () => ({ values: null, bound: null, tookMs: 0 });

/** Does all steps at once, whatever the limit. */
export const atOnce: Pace = async (steps) => {
  for (const _ of steps);
  return 0;
};

export const pattern = (given: Partial<Pattern> = {}): Pattern => ({
  id: 'early',
  starts: [8 * 60],
  lengthMs: 8 * HOUR,
  breaks: [],
  days: ALL_DAYS,
  cost: 1,
  most: Number.POSITIVE_INFINITY,
  ...given,
});

export const terms = (given: Partial<Terms> = {}): Terms => ({
  patterns: null,
  days: ALL_DAYS,
  hours: null,
  mostShifts: 5,
  mostMs: Number.POSITIVE_INFINITY,
  ...given,
});

export function agents(count: number, given: Partial<Terms> = {}, away: string[] = []): PlanningAgent[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `a${i + 1}`,
    terms: terms(given),
    away: new Set(away),
  }));
}

/**
 * A problem that begins at midnight of a date.
 *
 * @param required by date and minutes since midnight; nobody if not given
 */
export function problem(
  given: Partial<ShiftProblem> & { first?: string; count?: number },
  required: (date: string, minutes: number) => number = () => 0,
): ShiftProblem {
  const { first = '2026-11-30', count = 1, zone = 'Europe/Berlin', ...rest } = given;
  const midnight = DateTime.fromISO(first, { zone });
  const whole = daysOf(midnight.toMillis(), midnight.plus({ days: count }).toMillis(), '30m', zone);
  return {
    zone,
    days: whole,
    intervalMs: HOUR / 2,
    required: whole.flatMap(({ date, places }) => places.map((place) => required(date, place * 30))),
    patterns: [pattern()],
    agents: agents(1),
    restMs: 11 * HOUR,
    mostDaysInARow: 6,
    ...rest,
  };
}

const half = (max: number) => fc.integer({ min: 0, max }).map((halves) => halves * 30);
const someDays = fc.subarray(ALL_DAYS, { minLength: 3 });

const arbitraryPattern = (id: string): fc.Arbitrary<Pattern> =>
  fc
    .record({
      starts: fc.uniqueArray(half(47), { minLength: 1, maxLength: 4 }),
      hours: fc.constantFrom(4, 6, 8, 8.5),
      pauses: fc.subarray([
        { lengthMs: 0.25 * HOUR, afterMs: 0.5 * HOUR, beforeMs: 1.5 * HOUR },
        { lengthMs: 0.5 * HOUR, afterMs: 2 * HOUR, beforeMs: 3.5 * HOUR },
      ]),
      days: fc.oneof(fc.constant(ALL_DAYS), someDays),
      cost: fc.constantFrom(1, 1, 1.25),
      most: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 2),
    })
    .map(({ starts, hours, pauses, ...rest }) => ({
      id,
      starts,
      lengthMs: hours * HOUR,
      breaks: pauses,
      ...rest,
    }));

const arbitraryTerms: fc.Arbitrary<Terms> = fc.record({
  patterns: fc.constantFrom(null, ['p1'], ['p1', 'p2']),
  days: fc.oneof(fc.constant(ALL_DAYS), someDays),
  hours: fc.constantFrom(null, null, { from: 7 * 60, to: 19 * 60 }, { from: 18 * 60, to: 8 * 60 }),
  mostShifts: fc.constantFrom(5, 5, 2),
  mostMs: fc.constantFrom(Number.POSITIVE_INFINITY, 40 * HOUR, 20 * HOUR),
});

/** Days around changes of clocks among them, in zones of half-hours too. */
export const arbitraryProblem: fc.Arbitrary<ShiftProblem> = fc
  .record({
    zone: fc.constantFrom('Europe/Berlin', 'UTC', 'Australia/Lord_Howe', 'America/New_York'),
    first: fc.constantFrom('2026-03-27', '2026-10-23', '2026-10-30', '2026-04-03', '2026-11-30'),
    count: fc.integer({ min: 1, max: 9 }),
    patterns: fc.tuple(arbitraryPattern('p1'), arbitraryPattern('p2')),
    kinds: fc.array(
      fc.record({
        terms: arbitraryTerms,
        size: fc.integer({ min: 1, max: 4 }),
        away: fc.array(fc.nat(8), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    levels: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 }),
    rest: fc.constantFrom(8 * HOUR, 11 * HOUR, 13 * HOUR),
    mostDaysInARow: fc.constantFrom(2, 6),
  })
  .map(({ zone, first, count, patterns, kinds, levels, rest, mostDaysInARow }) => {
    const base = problem(
      { zone, first, count, patterns, restMs: rest, mostDaysInARow },
      (_, minutes) => levels[Math.floor(minutes / 180)]!,
    );
    const people = kinds.flatMap(({ terms: own, size, away }, kind) =>
      Array.from(
        { length: size },
        (_, i): PlanningAgent => ({
          id: `k${kind}-${i}`,
          terms: own,
          // Of those alike, one is away.
          away: new Set(i === 0 ? away.flatMap((day) => base.days[day]?.date ?? []) : []),
        }),
      ),
    );
    return { ...base, agents: people };
  });
