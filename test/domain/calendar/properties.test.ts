import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusiness, businessMs } from '../../../services/domain/calendar/business-time.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import type { CalendarDefinition } from '../../../services/domain/calendar/definition.ts';
import { calendarFor, occasion } from './arbitrary.ts';
import { countOpenMinutes, KNOWN_MINUTES, MINUTE_MS } from './minute-count.ts';

const RUNS = { numRuns: 1000 };
const DAY_MS = 86_400_000;

/** Of the open time ahead: a calendar may be open for a minute a week. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A random calendar and instants, some 200 days around what its clocks did. */
function calendarAndInstants(count: number): fc.Arbitrary<{ definition: CalendarDefinition; at: number[] }> {
  const msAway = fc.oneof(
    fc.integer({ min: 0, max: 4 * DAY_MS }),
    fc.integer({ min: -200 * DAY_MS, max: 200 * DAY_MS }),
  );
  return occasion.chain((chosen) =>
    fc.record({
      definition: calendarFor(chosen),
      at: fc.array(
        msAway.map((ms) => Date.parse(chosen.day) + ms),
        { minLength: count, maxLength: count },
      ),
    }),
  );
}

describe('business time, over random calendars across changes of the clocks,', () => {
  test('is what counting minutes on the wall clock gives', () => {
    const minute = fc.nat(KNOWN_MINUTES);
    const cases = occasion.chain((chosen) =>
      fc.tuple(fc.constant(chosen), calendarFor(chosen), minute, minute),
    );
    fc.assert(
      fc.property(cases, ([chosen, definition, one, other]) => {
        const from = Math.min(one, other);
        const to = Math.max(one, other);
        const begin = Date.parse(chosen.day);
        const measured = businessMs(
          compileCalendar(definition),
          begin + from * MINUTE_MS,
          begin + to * MINUTE_MS,
        );
        expect(measured).toBe(countOpenMinutes(definition, chosen, from, to) * MINUTE_MS);
      }),
      RUNS,
    );
  });

  test('adds up, never shrinks and never exceeds the time elapsed', () => {
    fc.assert(
      fc.property(calendarAndInstants(3), ({ definition, at }) => {
        const calendar = compileCalendar(definition);
        const [a, b, c] = at.toSorted((x, y) => x - y) as [number, number, number];
        const whole = businessMs(calendar, a, c);
        const part = businessMs(calendar, a, b);
        expect(part + businessMs(calendar, b, c)).toBe(whole);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(whole);
        expect(whole).toBeLessThanOrEqual(c - a);
        if (c > a) expect(businessMs(calendar, c, a)).toBe(0);
      }),
      RUNS,
    );
  });

  test('added is the earliest instant by which that much has passed', () => {
    fc.assert(
      fc.property(calendarAndInstants(1), share, ({ definition, at }, part) => {
        const calendar = compileCalendar(definition);
        const from = at[0]!;
        const ms = Math.floor(businessMs(calendar, from, from + 400 * DAY_MS) * part);
        const due = addBusiness(calendar, from, ms);
        expect(businessMs(calendar, from, due)).toBe(ms);
        expect(businessMs(calendar, from, due - 1)).toBe(Math.max(0, ms - 1));
      }),
      RUNS,
    );
  });

  test('added in two steps is added in one', () => {
    fc.assert(
      fc.property(calendarAndInstants(1), share, share, ({ definition, at }, part, another) => {
        const calendar = compileCalendar(definition);
        const year = businessMs(calendar, at[0]!, at[0]! + 365 * DAY_MS);
        const first = Math.floor(year * part);
        const second = Math.floor(year * another);
        const stepwise = addBusiness(calendar, addBusiness(calendar, at[0]!, first), second);
        expect(stepwise).toBe(addBusiness(calendar, at[0]!, first + second));
      }),
      RUNS,
    );
  });
});

test('the answer does not depend on what was asked before, nor on how much of it is still cached', () => {
  const definition = { zone: 'Europe/Berlin', weekly: { tue: ['22:00-06:00'], sat: ['09:00-12:00'] } };
  const shared = compileCalendar(definition);
  const year = fc.integer({ min: 1971, max: 2060 });
  fc.assert(
    fc.property(fc.array(year, { minLength: 20, maxLength: 30 }), (years) => {
      for (const each of years) {
        const from = Date.UTC(each, 5, 1);
        expect(businessMs(shared, from, from + 200 * DAY_MS)).toBe(
          businessMs(compileCalendar(definition), from, from + 200 * DAY_MS),
        );
      }
    }),
    { numRuns: 20 },
  );
});
