import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, KnownDays } from '../../services/rollups/known-days.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';

const DAY = Date.UTC(2024, 2, 4);
const ALWAYS = Number.POSITIVE_INFINITY;

/** What happens to a day: an hour is rolled up again or taken, the day is summed up from what is known, or is taken. */
const happening = fc.oneof(
  fc.record({ kind: fc.constantFrom('hour' as const, 'taken' as const), hour: fc.nat(23) }),
  fc.record({ kind: fc.constantFrom('made' as const, 'unmade' as const) }),
);

/** All hours of the day as they are rolled up for the first time, at 1, 2 and so on. */
function rolledUp(): KnownDays {
  const days = new KnownDays();
  for (let hour = 0; hour < 24; hour++) days.hour(DAY + hour * HOUR_MS, 1 + hour);
  return days;
}

describe('a day that is known', () => {
  it('is there as long as the hours stand that it was summed up from, and else is due once all are settled', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const days = rolledUp();
        const hours = new Map(Array.from({ length: 24 }, (_, hour) => [hour, 1 + hour]));
        let madeOf: string | null = null;
        const standing = () => JSON.stringify([...hours].sort(([a], [b]) => a - b));
        for (const [i, one] of happenings.entries()) {
          const version = 100 + i;
          if (one.kind === 'hour') {
            hours.set(one.hour, version);
            days.hour(DAY + one.hour * HOUR_MS, version);
          } else if (one.kind === 'taken') {
            hours.delete(one.hour);
            days.hour(DAY + one.hour * HOUR_MS, null);
          } else if (one.kind === 'made') {
            for (const [day, versions] of days.due(ALWAYS)) {
              days.day(day, versions);
              madeOf = standing();
            }
          } else {
            days.day(DAY, null);
            madeOf = null;
          }
          const isThere = hours.size === 24 && madeOf === standing();
          expect(days.has(DAY)).toBe(isThere);
          expect(days.all()).toEqual(isThere ? [DAY] : []);
          expect([...days.due(ALWAYS).keys()]).toEqual(hours.size === 24 && !isThere ? [DAY] : []);
        }
      }),
    );
  });

  it('is not due before its hours have rested, the newest first of several that are', () => {
    const days = rolledUp();
    for (let hour = 24; hour < 72; hour++) days.hour(DAY + hour * HOUR_MS, 1 + hour);
    expect([...days.due(48).keys()]).toEqual([DAY + DAY_MS, DAY]);
    expect([...days.due(47).keys()]).toEqual([DAY]);
    days.hour(DAY + 5 * HOUR_MS, 60);
    expect([...days.due(59).keys()]).toEqual([DAY + DAY_MS]);
  });

  it('may be told of before its hours are', () => {
    const days = new KnownDays();
    days.day(DAY, 300);
    expect(days.has(DAY)).toBe(false);
    for (let hour = 0; hour < 24; hour++) days.hour(DAY + hour * HOUR_MS, 1 + hour);
    expect(days.has(DAY)).toBe(true);
  });
});
