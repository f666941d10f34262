import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedFrom, countedMs, type PinnedCalendar } from '../../../services/domain/sla/calendars.ts';
import {
  type Clock,
  countedUntil,
  elapsedUntil,
  instantOf,
  run,
} from '../../../services/domain/sla/clock.ts';
import { HOUR, OFFICE, OPENED } from '../measure/build.ts';

const SHIFTS: PinnedCalendar = {
  hash: 'shifts',
  definition: {
    zone: 'Europe/Berlin',
    weekly: { mon: ['22:00-06:00'], wed: ['08:00-12:00', '13:00-14:00'] },
  },
};

interface Piece {
  from: number;
  to: number;
  calendar: PinnedCalendar | null;
}

/** Stretches one after the other, some with a pause before them. */
const pieces: fc.Arbitrary<Piece[]> = fc
  .array(
    fc.record({
      pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
      hours: fc.integer({ min: 0, max: 60 }),
      calendar: fc.constantFrom(null, OFFICE, SHIFTS),
    }),
    { maxLength: 12 },
  )
  .map((list) => {
    let at = OPENED;
    return list.map(({ pause, hours, calendar }) => {
      const from = at + pause * HOUR;
      at = from + hours * HOUR;
      return { from, to: at, calendar };
    });
  });

const instant = fc.integer({ min: -10, max: 1_200 }).map((hours) => OPENED + hours * HOUR);

function clockOf(list: readonly Piece[]): Clock {
  const clock: Clock = [];
  for (const { from, to, calendar } of list) run(clock, from, to, calendar);
  return clock;
}

const RUNS = { numRuns: 1_000 };

describe('a clock of many stretches', () => {
  test('shows the sum of its pieces, each by its own calendar', () => {
    fc.assert(
      fc.property(pieces, instant, (list, at) => {
        const clock = clockOf(list);
        let counted = 0;
        let elapsed = 0;
        for (const { from, to, calendar } of list) {
          counted += countedMs(countedFrom(calendar, from), from, Math.min(to, at));
          elapsed += Math.max(0, Math.min(to, at) - from);
        }
        expect(countedUntil(clock, at)).toBe(counted);
        expect(elapsedUntil(clock, at)).toBe(elapsed);
      }),
      RUNS,
    );
  });

  test('says when it will show a time: the earliest instant, or none where it stops before', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 300 * HOUR }), (list, counted) => {
        const clock = clockOf(list);
        const at = instantOf(clock, counted);
        if (at === null) {
          expect(countedUntil(clock, Number.MAX_SAFE_INTEGER)).toBeLessThan(counted);
          return;
        }
        expect(countedUntil(clock, at)).toBe(counted);
        expect(countedUntil(clock, at - 1)).toBe(counted - 1);
      }),
      RUNS,
    );
  });
});

test('a clock that still runs reaches every time, or none any more where its calendar ends', () => {
  const endless = (calendar: PinnedCalendar | null) => {
    const clock: Clock = [];
    run(clock, OPENED, Number.POSITIVE_INFINITY, calendar);
    return instantOf(clock, 8 * HOUR);
  };
  const once = {
    hash: 'one day',
    definition: { zone: 'UTC', weekly: {}, special: { '2024-01-16': ['09:00-10:00'] } },
  };
  expect(endless(null)).toBe(OPENED + 8 * HOUR);
  expect(endless(OFFICE)).toBe(OPENED + 8 * HOUR);
  expect(endless(once)).toBe(Number.POSITIVE_INFINITY);
  expect(instantOf([], 1)).toBeNull();
});
