import type { SpecialDay, SpecialDayKind } from '../../domain/calendar/special-day.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { chineseDays, decreedYears } from './china.ts';
import { numbered } from './numbered.ts';
import { CHINA, type HolidaySource, sourceText } from './source.ts';
import { FIRST_YEAR, LAST_YEAR, worldDays } from './world.ts';

export { faultOfSource } from './known-places.ts';
export type { HolidaySource } from './source.ts';

export interface SpecialDays {
  /** One a date, ascending. */
  readonly days: readonly SpecialDay[];
  /** Years of which the source does not know all: `days` has what is certain of them. */
  readonly unknownYears: readonly number[];
}

/** What is known of a place, by year: a year of some countries takes tens of milliseconds. */
interface KnownPlace {
  readonly daysOf: (year: number) => readonly SpecialDay[];
  readonly years: Map<number, readonly SpecialDay[]>;
}

const places = new Map<string, KnownPlace>();

/** Where several days have one date, it is the first of these. */
const KINDS: readonly SpecialDayKind[] = ['closed', 'working', 'half', 'observed'];

/**
 * The special days of a place: China's from `chinese-days`, as they are decreed a year at a time; all others from
 * `date-holidays`. The answer depends on the versions of these alone, on no clock and no zone.
 *
 * @param source a place that `faultOfSource` has nothing against
 * @param fromYear first year
 * @param toYear last year, in it
 */
export function specialDaysOf(source: HolidaySource, fromYear: number, toYear: number): SpecialDays {
  const inChina = source.country === CHINA;
  const place = getOrInsert(places, sourceText(source), () => ({
    daysOf: inChina ? chineseDays : worldDays(source),
    years: new Map(),
  }));
  const found: SpecialDay[] = [];
  // Feasts reach over the end of a year, so its neighbours are asked too.
  for (let year = fromYear - 1; year <= toYear + 1; year++)
    found.push(...getOrInsert(place.years, year, () => place.daysOf(year)));
  const byDate = new Map<string, SpecialDay>();
  for (const day of numbered(found.sort(byDateAscending))) {
    const year = Number(day.date.slice(0, 4));
    if (year < fromYear || year > toYear) continue;
    const known = byDate.get(day.date);
    if (known === undefined || KINDS.indexOf(day.kind) < KINDS.indexOf(known.kind)) byDate.set(day.date, day);
  }
  const isKnown = inChina ? isIn(decreedYears()) : (year: number) => year >= FIRST_YEAR && year <= LAST_YEAR;
  return {
    days: [...byDate.values()].sort(byDateAscending),
    unknownYears: Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index).filter(
      (year) => !isKnown(year),
    ),
  };
}

const byDateAscending = (a: SpecialDay, b: SpecialDay): number => Date.parse(a.date) - Date.parse(b.date);

const isIn = (years: ReadonlySet<number>) => (year: number) => years.has(year);
