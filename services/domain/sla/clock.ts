import { addBusiness } from '../calendar/business-time.ts';
import { compiledOf, countedMs, type PinnedCalendar } from './calendars.ts';

/** Part of the time line during which a clock runs by one calendar. */
export interface Stretch {
  readonly from: number;
  /** Infinity for one that still runs. */
  to: number;
  readonly calendar: PinnedCalendar | null;
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
  if (last === undefined) {
    clock.push({ from, to, calendar, countedBefore: 0, elapsedBefore: 0 });
    return;
  }
  if (last.to === from && last.calendar?.hash === calendar?.hash) {
    last.to = to;
    return;
  }
  clock.push({
    from,
    to,
    calendar,
    countedBefore: last.countedBefore + countedMs(last.calendar, last.from, last.to),
    elapsedBefore: last.elapsedBefore + last.to - last.from,
  });
}

/** Time counted before `at`, ms. */
export function countedUntil(clock: Clock, at: number): number {
  const stretch = stretchBefore(clock, at);
  if (stretch === undefined) return 0;
  return stretch.countedBefore + countedMs(stretch.calendar, stretch.from, Math.min(at, stretch.to));
}

/** Time elapsed before `at` while the clock ran, whatever the calendar, ms. */
export function elapsedUntil(clock: Clock, at: number): number {
  const stretch = stretchBefore(clock, at);
  if (stretch === undefined) return 0;
  return stretch.elapsedBefore + Math.min(at, stretch.to) - stretch.from;
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
  const instant = addCounted(stretch.calendar, stretch.from, counted - stretch.countedBefore);
  return instant <= stretch.to ? instant : null;
}

/** The earliest instant by which `ms` have counted since `from`. */
export function addCounted(calendar: PinnedCalendar | null, from: number, ms: number): number {
  return calendar === null ? from + ms : addBusiness(compiledOf(calendar), from, ms);
}

/** The last stretch that begins before `at`. */
function stretchBefore(clock: Clock, at: number): Stretch | undefined {
  let low = -1;
  let high = clock.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (clock[middle]!.from < at) low = middle;
    else high = middle;
  }
  return clock[low];
}
