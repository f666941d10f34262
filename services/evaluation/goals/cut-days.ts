import { DateTime } from 'luxon';

const DAYS_OF_WEEK = 7;
/** A quarter of a year would have more cases, but less to do with now. */
export const WEEKS = 8;

/** The days of eight whole weeks up to last midnight of a zone, each cut at the time of day that it is now. UTC ms. */
export interface CutDays {
  readonly from: number;
  /** Midnight of today. */
  readonly to: number;
  /** Begins of the days, the oldest first; the first is of the weekday of today. */
  readonly begins: readonly number[];
  /** The borders of all parts of days, ascending. */
  readonly starts: readonly number[];
  /** Where the part that begins at an instant belongs. */
  readonly partAt: ReadonlyMap<number, { day: number; side: 'before' | 'after' }>;
}

/** @param now UTC ms */
export function cutDaysOf(now: number, zone: string): CutDays {
  const clock = DateTime.fromMillis(now, { zone });
  const today = clock.startOf('day');
  const days = WEEKS * DAYS_OF_WEEK;
  const begins = Array.from({ length: days }, (_, i) =>
    today
      .minus({ days: days - i })
      .startOf('day')
      .toMillis(),
  );
  const partAt = new Map<number, { day: number; side: 'before' | 'after' }>();
  begins.forEach((begin, day) => {
    // On the day when the clocks are set, a time of day may be another, but never on another day.
    const cut = clock.minus({ days: days - day }).toMillis();
    if (cut > begin) partAt.set(begin, { day, side: 'before' });
    partAt.set(cut, { day, side: 'after' });
  });
  return { from: begins[0]!, to: today.toMillis(), begins, starts: [...partAt.keys()], partAt };
}

/** Begins of the weeks. */
export function weekBegins({ begins }: CutDays): number[] {
  return begins.filter((_, day) => day % DAYS_OF_WEEK === 0);
}

/** The number of the week that a day is in, from 0, the oldest. */
export const weekOf = (day: number): number => Math.floor(day / DAYS_OF_WEEK);

/** Where a time lies within a period: days of the zone before and after its own. */
export function placeIn(range: { from: number; to: number }, now: number, zone: string) {
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const days = (from: DateTime, to: DateTime) => Math.round(to.diff(from, 'days').days);
  const begin = DateTime.fromMillis(range.from, { zone });
  const end = DateTime.fromMillis(range.to, { zone });
  return { passed: days(begin, today), ahead: days(today, end) - 1 };
}
