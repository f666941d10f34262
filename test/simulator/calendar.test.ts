import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../services/simulator/calendar.ts';

const HOUR = 3_600_000;
const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe('the calendar of a center', () => {
  const berlin = createCalendar('Europe/Berlin');

  it('begins and ends a day at 04:00 local time', () => {
    const day = berlin.day(dayNumber('2024-01-15'));
    expect(new Date(day.startsAt).toISOString()).toBe('2024-01-15T03:00:00.000Z');
    expect(new Date(day.endsAt).toISOString()).toBe('2024-01-16T03:00:00.000Z');
    expect(day).toMatchObject({ date: '20240115', weekday: 1 });
    expect(day.hours.slice(0, 3)).toEqual([4, 5, 6]);
  });

  it('has days of 23 and 25 hours when clocks change', () => {
    const hours = (date: string) => berlin.day(dayNumber(date)).hours.length;
    expect([hours('2024-03-30'), hours('2024-03-31'), hours('2024-10-26')]).toEqual([23, 24, 25]);
  });

  it('counts shift times past midnight into the next date', () => {
    const number = dayNumber('2024-03-30');
    expect(new Date(berlin.localTime(number, 20 * 60)).toISOString()).toBe('2024-03-30T19:00:00.000Z');
    // 04:00 the next morning is an hour closer: clocks went forward.
    expect(berlin.localTime(number, 28 * 60) - berlin.localTime(number, 20 * 60)).toBe(7 * HOUR);
  });

  it('finds the day of any time, in any zone', () => {
    const zones = [
      'Europe/Berlin',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
    ];
    const anyTime = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyTime, (zone, at) => {
        const calendar = createCalendar(zone);
        const day = calendar.day(calendar.numberAt(at));
        expect(at).toBeGreaterThanOrEqual(day.startsAt);
        expect(at).toBeLessThan(day.endsAt);
      }),
    );
  });

  it('turns its week, and counts its weeks, from the day on which it begins', () => {
    const turned = createCalendar('Europe/Berlin', 3);
    // 18 January 2024 is a Thursday.
    const days = Array.from({ length: 8 }, (_, i) => turned.day(dayNumber('2024-01-18') + i));
    expect(days.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
    expect(days.map(({ week }) => week - days[0]!.week)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(days[0]!.week).toBe(berlin.day(dayNumber('2024-01-15')).week);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createCalendar('Europe/Atlantis')).toThrow(
      expect.objectContaining({ code: 'SIMULATOR_PROFILE_INVALID' }),
    );
  });
});
