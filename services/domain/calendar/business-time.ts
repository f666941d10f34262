import type { CompiledCalendar } from './compile.ts';
import { instantAfter, openBefore } from './open-table.ts';
import { tableIndex } from './open-tables.ts';

/**
 * Open time between two instants.
 *
 * @param from UTC ms
 * @param to UTC ms
 * @returns ms; 0 where `from` is not before `to`: events may contradict each other, durations are never negative
 */
export function businessMs(calendar: CompiledCalendar, from: number, to: number): number {
  if (!(from < to)) return 0;
  if (calendar.alwaysOpen) return to - from;
  const begin = Math.max(from, calendar.fromMs);
  const end = Math.min(to, calendar.toMs);
  if (begin >= end) return 0;

  const { tables } = calendar;
  const first = tableIndex(begin);
  const last = tableIndex(end);
  const beforeBegin = openBefore(tables.table(first), begin);
  if (first === last) return openBefore(tables.table(first), end) - beforeBegin;
  let open = tables.totalMs(first) - beforeBegin;
  for (let index = first + 1; index < last; index++) open += tables.totalMs(index);
  return open + openBefore(tables.table(last), end);
}

/**
 * The earliest instant, not before `from`, by which `ms` of open time have passed since `from`. So
 * `businessMs(calendar, from, addBusiness(calendar, from, ms)) === ms`; 0 ms are over at `from` itself, open or
 * not; and a budget that ends with the working day is over at closing time, not when the next day opens.
 *
 * @param from UTC ms
 * @param ms open time to let pass; a negative budget counts as 0
 * @returns UTC ms; Infinity where the calendar has not that much open time left, because special days alone
 *   open it or because its horizon (the end of 2199) comes first
 */
export function addBusiness(calendar: CompiledCalendar, from: number, ms: number): number {
  if (ms <= 0) return from;
  if (calendar.alwaysOpen) return from + ms;
  const begin = Math.max(from, calendar.fromMs);
  if (begin >= calendar.toMs) return Number.POSITIVE_INFINITY;

  const { tables } = calendar;
  const first = tableIndex(begin);
  const last = tableIndex(calendar.toMs);
  // Counted from the begin of the table at hand, so that only the last table needs to be searched.
  let remaining = ms + openBefore(tables.table(first), begin);
  for (let index = first; index <= last; index++) {
    const total = tables.totalMs(index);
    if (remaining <= total) return instantAfter(tables.table(index), remaining);
    remaining -= total;
  }
  return Number.POSITIVE_INFINITY;
}
