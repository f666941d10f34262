import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursNamed, hoursOf, isOpen } from '../../services/alerting/hours.ts';
import { compileCalendar } from '../../services/domain/calendar/compile.ts';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const OFFICE = {
  zone: 'Europe/Berlin',
  weekly: { mon: ['08:00-12:00', '13:00-18:00'], tue: ['08:00-18:00'] },
};
const LATE = { zone: 'America/New_York', weekly: { mon: ['05:00-08:00'], tue: ['00:00-24:00'] } };
const NEVER = { zone: 'UTC', weekly: { sun: ['10:00-11:00'] } };
const office = compileCalendar(OFFICE);
const late = compileCalendar(LATE);

describe('hours', () => {
  it('are all hours where no calendar is named', () => {
    const hours = hoursNamed([undefined, undefined], () => office);
    expect(isOpen(hours, 5)).toBe(true);
    expect(hours.after(5, 10)).toBe(15);
  });

  it('begin at the opening itself and end before the closing', () => {
    const hours = hoursOf([office]);
    expect(isOpen(hours, at('2026-03-02T08:00:00+01:00'))).toBe(true);
    expect(isOpen(hours, at('2026-03-02T08:00:00+01:00') - 1)).toBe(false);
    expect(isOpen(hours, at('2026-03-02T18:00:00+01:00') - 1)).toBe(true);
    expect(isOpen(hours, at('2026-03-02T18:00:00+01:00'))).toBe(false);
    expect(iso(hours.opensAt(at('2026-03-03T18:00:00+01:00')))).toBe('2026-03-09T07:00:00.000Z');
  });

  it('of two calendars are those that both have', () => {
    // New York is six hours behind Berlin; its Monday morning is 11:00 to 14:00 there.
    const hours = hoursOf([office, late]);
    expect(iso(hours.opensAt(at('2026-03-02T00:00:00+01:00')))).toBe('2026-03-02T10:00:00.000Z');
    // An hour before lunch, and the first half of the one after.
    expect(iso(hours.after(at('2026-03-02T00:00:00+01:00'), 90 * MINUTE))).toBe('2026-03-02T12:30:00.000Z');
    expect(iso(hours.opensAt(at('2026-03-02T14:00:00+01:00')))).toBe('2026-03-03T07:00:00.000Z');
  });

  it('that are never open together open never', () => {
    const hours = hoursOf([office, compileCalendar(NEVER)]);
    expect(hours.opensAt(0)).toBe(Number.POSITIVE_INFINITY);
    expect(hours.after(0, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are those that counting minute by minute finds, of two calendars and across summer time', () => {
    const hours = hoursOf([office, late]);
    const minutes = (from: number, to: number) => {
      let open = 0;
      for (let minute = from; minute < to; minute += MINUTE) {
        if (isOpen(hoursOf([office]), minute) && isOpen(hoursOf([late]), minute)) open++;
      }
      return open;
    };
    const starts = fc
      .integer({ min: at('2026-03-01T00:00:00Z') / MINUTE, max: at('2026-04-05T00:00:00Z') / MINUTE })
      .map((minute) => minute * MINUTE);
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 900 }), (from, wanted) => {
        const opensAt = hours.opensAt(from);
        expect(minutes(from, opensAt)).toBe(0);
        expect(minutes(opensAt, opensAt + MINUTE)).toBe(1);
        const end = hours.after(from, wanted * MINUTE);
        expect(minutes(from, end)).toBe(wanted);
        expect(minutes(from, end - MINUTE)).toBe(wanted - 1);
      }),
      { numRuns: 40 },
    );
  });
});
