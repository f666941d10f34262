import { DateTime } from 'luxon';
import type { Day } from '../domain/forecast/day.ts';
import { bucketStarts } from '../lib/time/range.ts';

export type PlanningInterval = '15m' | '30m' | '1h';

/** Intervals in a day of 24 hours. */
export const PER_DAY: Readonly<Record<PlanningInterval, number>> = { '15m': 96, '30m': 48, '1h': 24 };

const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;

/**
 * The whole days of a zone from that of `from` up to that of `to` (which is left out where it begins at `to`).
 *
 * @param from UTC ms
 * @param to UTC ms
 */
export function daysOf(from: number, to: number, interval: PlanningInterval, zone: string): Day[] {
  const days: Day[] = [];
  const minutes = DAY_MINUTES / PER_DAY[interval];
  let day = DateTime.fromMillis(from, { zone }).startOf('day');
  while (day.toMillis() < to) {
    const next = day.plus({ days: 1 }).startOf('day');
    const starts = bucketStarts(day.toMillis(), next.toMillis(), interval, zone, DAY_MINUTES);
    // A plan looks at five hundred days: only where the clocks are set is each interval's clock read.
    const isPlain = next.toMillis() - day.toMillis() === DAY_MS && day.hour === 0;
    const places = starts.map((start, i) => (isPlain ? i : placeOf(start, minutes, zone)));
    days.push({ date: day.toISODate()!, weekday: day.weekday, starts, places });
    day = next;
  }
  return days;
}

function placeOf(start: number, minutes: number, zone: string): number {
  const clock = DateTime.fromMillis(start, { zone });
  return Math.floor((clock.hour * 60 + clock.minute) / minutes);
}
