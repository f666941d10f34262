import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
import { expect, it, test } from 'vitest';
import { specialDaysOf } from '../../../services/center/holidays/index.ts';
import type { SpecialDayKind } from '../../../services/domain/calendar/special-day.ts';

const CHINA = { country: 'CN' };

const datesOf = (year: number, kind: SpecialDayKind) =>
  specialDaysOf(CHINA, year, year)
    .days.filter((day) => day.kind === kind)
    .map(({ date }) => date);

const isWeekday = (date: string) => DateTime.fromISO(date, { zone: 'utc' }).weekday <= 5;

const range = (from: string, to: string) => {
  const dates: string[] = [];
  for (let at = DateTime.fromISO(from, { zone: 'utc' }); at.toISODate()! <= to; at = at.plus({ days: 1 }))
    dates.push(at.toISODate()!);
  return dates;
};

/** The State Council's notice of 4 November 2025 on the holidays of 2026. */
const NOTICE = {
  closed: [
    ...range('2026-01-01', '2026-01-03'),
    ...range('2026-02-15', '2026-02-23'),
    ...range('2026-04-04', '2026-04-06'),
    ...range('2026-05-01', '2026-05-05'),
    ...range('2026-06-19', '2026-06-21'),
    ...range('2026-09-25', '2026-09-27'),
    ...range('2026-10-01', '2026-10-07'),
  ],
  working: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
};

it('has 2026 as it was decreed', () => {
  expect(datesOf(2026, 'closed')).toEqual(NOTICE.closed);
  expect(datesOf(2026, 'working')).toEqual(NOTICE.working);
  expect(specialDaysOf(CHINA, 2026, 2026).unknownYears).toEqual([]);
});

test('date-holidays 3.37 would lack nine weekdays off and six weekends worked, and close on 1 June', () => {
  const listed = new Holidays('CN').getHolidays(2026, 'en').filter(({ type }) => type === 'public');
  const byDate = new Map(listed.map((day) => [day.date.slice(0, 10), day]));
  expect(NOTICE.closed.filter((date) => isWeekday(date) && !byDate.has(date))).toEqual([
    '2026-01-02',
    '2026-02-19',
    '2026-02-20',
    '2026-02-23',
    '2026-04-06',
    '2026-05-05',
    '2026-10-05',
    '2026-10-06',
    '2026-10-07',
  ]);
  // A tenth it has by another name, and for the afternoon alone.
  expect(byDate.get('2026-05-04')).toMatchObject({ name: 'Youth Day', date: '2026-05-04 12:00:00' });
  expect(NOTICE.working.filter((date) => isWeekday(date))).toEqual([]);
  const others = [...byDate.keys()].filter((date) => isWeekday(date) && !NOTICE.closed.includes(date));
  expect(others).toEqual(['2026-06-01']);
});

it('keeps the day of a feast through another: National Day and Mid-autumn of 2025', () => {
  const october = specialDaysOf(CHINA, 2025, 2025).days.filter(({ date }) => date.startsWith('2025-10'));
  expect(october.map(({ date, name }) => `${date.slice(8)} ${name}`)).toEqual([
    '01 National Day',
    '02 National Day, day 2',
    '03 National Day, day 3',
    '04 National Day, day 4',
    '05 National Day, day 5',
    '06 Mid-autumn Festival',
    '07 National Day, day 7',
    '08 National Day, day 8',
    '11 Day worked for National Day',
  ]);
});

it('has the days that the law names of a year that is not decreed yet, and says that it is not', () => {
  // Not a year that a newer source decrees: New Year is on 12 February 2040, Mid-autumn on 20 September.
  expect(datesOf(2040, 'closed')).toEqual([
    '2040-01-01',
    ...range('2040-02-11', '2040-02-14'),
    '2040-04-04',
    ...range('2040-05-01', '2040-05-02'),
    '2040-06-14',
    '2040-09-20',
    ...range('2040-10-01', '2040-10-03'),
  ]);
  expect(datesOf(2040, 'working')).toEqual([]);
  expect(specialDaysOf(CHINA, 2025, 2040).unknownYears.at(-1)).toBe(2040);
});

it('knows nothing of the years before the first that its source has', () => {
  const { days, unknownYears } = specialDaysOf(CHINA, 2002, 2004);
  expect(unknownYears).toEqual([2002, 2003]);
  expect(days.every(({ date }) => date >= '2003-12-31')).toBe(true);
});

it('has the end of a December that the next decree moved', () => {
  expect(datesOf(2018, 'working')).toContain('2018-12-29');
  expect(datesOf(2018, 'closed').slice(-2)).toEqual(['2018-12-30', '2018-12-31']);
  expect(specialDaysOf(CHINA, 2018, 2019).days.find(({ date }) => date === '2019-01-01')?.name).toBe(
    "New Year's Day, day 3",
  );
});
