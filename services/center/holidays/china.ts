import { createRequire } from 'node:module';
import { DateTime } from 'luxon';
import type { SpecialDay } from '../../domain/calendar/special-day.ts';

/** Dates as `chinese-days` keeps them, each with `English name,Chinese name,days by law`. */
interface Decrees {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

type Almanac = Pick<typeof import('chinese-days'), 'getSolarDateFromLunar' | 'getSolarTermDate'>;

const load = createRequire(import.meta.url);
let decrees: Decrees | undefined;

/** The data itself and not the library's answers: these take a year that is not decreed yet for one without moved days. */
function decreed(): Decrees {
  decrees ??= load('chinese-days/dist/chinese-days.json') as Decrees;
  return decrees;
}

/** The years that the State Council has decreed, as far as the library knows. */
export function decreedYears(): ReadonlySet<number> {
  const years = new Set<number>();
  // A decree's New Year may reach back into the last days of the year before: January and later tell.
  for (const date of Object.keys(decreed().holidays)) if (!date.includes('-12-')) years.add(yearOf(date));
  return years;
}

/**
 * The special days of a year in China: closed ones, and the weekends that are worked for weekdays off. Of a year after
 * the last decree, the days that the law names; of one before the first, none.
 */
export function chineseDays(year: number): SpecialDay[] {
  const closed = of(decreed().holidays, year, (feast) => ({ name: feast, kind: 'closed' }));
  const working = of(decreed().workdays, year, (feast) => ({
    name: `Day worked for ${feast}`,
    kind: 'working',
  }));
  const years = decreedYears();
  const lawful = years.has(year) || year < Math.min(...years) ? [] : lawfulDays(year);
  return [...closed, ...working, ...lawful];
}

function of(
  dates: Readonly<Record<string, string>>,
  year: number,
  dayOf: (feast: string) => Omit<SpecialDay, 'date'>,
): SpecialDay[] {
  return Object.entries(dates)
    .filter(([date]) => yearOf(date) === year)
    .map(([date, text]) => ({ date, ...dayOf(text.split(',')[0]!) }));
}

/**
 * The thirteen days off by the Regulation on Public Holidays as of 2025: a decree moves working days around these and
 * never takes one away.
 */
function lawfulDays(year: number): SpecialDay[] {
  const { getSolarDateFromLunar, getSolarTermDate } = load('chinese-days') as Almanac;
  const lunar = (month: number, day: number) =>
    getSolarDateFromLunar(`${year}-${two(month)}-${two(day)}`).date;
  const feasts: [name: string, first: string, days: number][] = [
    ["New Year's Day", `${year}-01-01`, 1],
    ['Spring Festival', next(lunar(1, 1), -1), 4],
    ['Tomb-sweeping Day', getSolarTermDate(year, 4, 'pure_brightness'), 1],
    ['Labour Day', `${year}-05-01`, 2],
    ['Dragon Boat Festival', lunar(5, 5), 1],
    ['Mid-autumn Festival', lunar(8, 15), 1],
    ['National Day', `${year}-10-01`, 3],
  ];
  return feasts.flatMap(([name, first, days]) =>
    Array.from({ length: days }, (_, index) => ({
      date: next(first, index),
      name,
      kind: 'closed' as const,
    })),
  );
}

const yearOf = (date: string): number => Number(date.slice(0, 4));
const two = (number: number): string => String(number).padStart(2, '0');
const next = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate()!;
