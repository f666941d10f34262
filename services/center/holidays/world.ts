import { DateTime } from 'luxon';
import type { SpecialDay, SpecialDayKind } from '../../domain/calendar/special-day.ts';
import { eveOf, israelsKind } from './israel.ts';
import { type LibraryDay, libraryOf } from './library.ts';
import type { HolidaySource } from './source.ts';

/** The library's tables of the moon's calendars end soon after; years outside would lack days without a word. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2075;

const HOUR_MS = 3_600_000;
/** The shortest whole day that clocks make is 23 hours; what is shorter is a part of one. */
const WHOLE_DAY_HOURS = 22;

/**
 * The special days that `date-holidays` lists for a year of a country, most of them in it: a feast that begins in
 * December may end in January, and the substitute of New Year's Day may lie in December. Several may have one date.
 *
 * Public holidays close. Those of banks and offices, and those on which most people are off, do not close a center by
 * themselves: they count as half, like days that the library gives a part of. Days of schools, and days to remember,
 * are observed. Feasts that begin the evening before, by the moon, are the days after these evenings.
 */
export function worldDays(source: HolidaySource): (year: number) => SpecialDay[] {
  const daysOf = libraryOf(source);
  const isIsrael = source.country === 'IL';
  return (year) =>
    daysOf(year).flatMap((feast) => {
      const days = datesOf(feast).map((date, index) => ({
        date,
        name: feast.name,
        kind: (isIsrael ? israelsKind(feast.rule, index) : null) ?? kindOf(feast),
      }));
      const eve = isIsrael ? eveOf(feast) : null;
      return eve === null ? days : [{ date: dayBefore(days[0]!.date), ...eve }, ...days];
    });
}

/** Every date of a feast. The library's text has the date of its first day, in whichever zone the machine is. */
function datesOf(feast: LibraryDay): string[] {
  const first = DateTime.fromISO(feast.date.slice(0, 10), { zone: 'utc' });
  const days = Math.max(1, Math.floor((hoursOf(feast) + 24 - WHOLE_DAY_HOURS) / 24));
  return Array.from({ length: days }, (_, day) => first.plus({ days: day }).toISODate()!);
}

function kindOf(feast: LibraryDay): SpecialDayKind {
  switch (feast.type) {
    case 'public':
      return hoursOf(feast) < WHOLE_DAY_HOURS ? 'half' : 'closed';
    case 'bank':
    case 'optional':
      return 'half';
    default:
      return 'observed';
  }
}

const hoursOf = ({ start, end }: LibraryDay): number => (end.getTime() - start.getTime()) / HOUR_MS;

const dayBefore = (date: string): string =>
  DateTime.fromISO(date, { zone: 'utc' }).minus({ days: 1 }).toISODate()!;
