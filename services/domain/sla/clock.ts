import type { Origin } from '../calendar/business-time.ts';
import { addCounted, countedFrom, countedMs, type PinnedCalendar } from './calendars.ts';

/** Part of the time line during which a clock runs by one calendar. */
export interface Stretch {
  readonly from: number;
  /** Infinity for one that still runs. */
  to: number;
  readonly calendar: PinnedCalendar | null;
  readonly origin: Origin | null;
  /** What the clock showed at `from`: counted time, and elapsed time. */
  readonly countedBefore: number;
  readonly elapsedBefore: number;
}

/**
 * A stop watch over the life of a conversation: it stands still while paused, and counts each stretch by the
 * calendar in force during it. Sums are kept, so that asking takes the logarithm of the number of stretches.
 */
export type Clock = Stretch[];

/** Lets the clock run from `from`, not before the end of its last stretch, to `to`. */
export function run(clock: Clock, from: number, to: number, calendar: PinnedCalendar | null): void {
  if (!(from < to)) return;
  const last = clock.at(-1);
  if (last !== undefined && last.to === from && last.calendar?.hash === calendar?.hash) {
    last.to = to;
    return;
  }
  clock.push({
    from,
    to,
    calendar,
    origin: countedFrom(calendar, from),
    countedBefore: last === undefined ? 0 : last.countedBefore + countedMs(last.origin, last.from, last.to),
    elapsedBefore: last === undefined ? 0 : last.elapsedBefore + last.to - last.from,
  });
}

/** Time counted before `at`, ms. */
export function countedUntil(clock: Clock, at: number): number {
  const stretch = stretchBefore(clock, at);
  if (stretch === undefined) return 0;
  return stretch.countedBefore + countedMs(stretch.origin, stretch.from, Math.min(at, stretch.to));
}

/** Time elapsed before `at` while the clock ran, whatever the calendar, ms. */
export function elapsedUntil(clock: Clock, at: number): number {
  const stretch = stretchBefore(clock, at);
  if (stretch === undefined) return 0;
  return stretch.elapsedBefore + Math.min(at, stretch.to) - stretch.from;
}

/** When the clock began to run that runs just before `at`, or ran last; `at` itself where it never did. UTC ms. */
export function lastStart(clock: Clock, at: number): number {
  return stretchBefore(clock, at)?.from ?? at;
}

/**
 * The earliest instant by which the clock shows `counted` ms; null where it stops before, Infinity where the
 * calendar has not that much open time.
 */
export function instantOf(clock: Clock, counted: number): number | null {
  let low = -1;
  let high = clock.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (clock[middle]!.countedBefore < counted) low = middle;
    else high = middle;
  }
  const stretch = clock[Math.max(low, 0)];
  if (stretch === undefined) return null;
  const instant = addCounted(stretch.origin, stretch.from, counted - stretch.countedBefore);
  return instant <= stretch.to ? instant : null;
}

/** The last stretch that begins before `at`: mostly the last one there is. */
function stretchBefore(clock: Clock, at: number): Stretch | undefined {
  let low = -1;
  let high = clock.length - 1;
  if (high >= 0 && clock[high]!.from < at) return clock[high];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (clock[middle]!.from < at) low = middle;
    else high = middle;
  }
  return low < 0 ? undefined : clock[low];
}
