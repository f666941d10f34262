import type { CompiledCalendar } from './compile.ts';
import { instantAfter, type OpenTable, openBefore } from './open-table.ts';
import { tableIndex } from './open-tables.ts';

/** An instant to count from, with what need not be looked up again for each instant that is counted to. */
export interface Origin {
  readonly calendar: CompiledCalendar;
  readonly from: number;
  /** The table that it lies in, by its number, and the open ms of the table before it. */
  readonly index: number;
  readonly table: OpenTable;
  readonly beforeMs: number;
}

/** @param from UTC ms */
export function originOf(calendar: CompiledCalendar, from: number): Origin {
  const begin = Math.min(Math.max(from, calendar.fromMs), calendar.toMs);
  const index = tableIndex(begin);
  const table = calendar.tables.table(index);
  return { calendar, from, index, table, beforeMs: openBefore(table, begin) };
}

/**
 * Open time between two instants.
 *
 * @param from UTC ms
 * @param to UTC ms
 * @returns ms; 0 where `from` is not before `to`: events may contradict each other, durations are never negative
 */
export function businessMs(calendar: CompiledCalendar, from: number, to: number): number {
  if (!(from < to)) return 0;
  return calendar.alwaysOpen ? to - from : openSince(originOf(calendar, from), to);
}

/** The same, from an origin. */
export function openSince({ calendar, from, index, table, beforeMs }: Origin, to: number): number {
  if (!(from < to)) return 0;
  if (calendar.alwaysOpen) return to - from;
  const end = Math.min(to, calendar.toMs);
  const last = tableIndex(end);
  if (last < index) return 0;
  if (last === index) return Math.max(0, openBefore(table, end) - beforeMs);
  const { tables } = calendar;
  let open = table.totalMs - beforeMs;
  for (let between = index + 1; between < last; between++) open += tables.totalMs(between);
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
  return calendar.alwaysOpen ? from + ms : instantSince(originOf(calendar, from), ms);
}

/** The same, from an origin. */
export function instantSince({ calendar, from, index, table, beforeMs }: Origin, ms: number): number {
  if (ms <= 0) return from;
  if (calendar.alwaysOpen) return from + ms;
  if (from >= calendar.toMs) return Number.POSITIVE_INFINITY;
  // Counted from the begin of the table at hand, so that only the last table needs to be searched.
  let remaining = ms + beforeMs;
  if (remaining <= table.totalMs) return instantAfter(table, remaining);
  remaining -= table.totalMs;
  const { tables } = calendar;
  const last = tableIndex(calendar.toMs);
  for (let later = index + 1; later <= last; later++) {
    const total = tables.totalMs(later);
    if (remaining <= total) return instantAfter(tables.table(later), remaining);
    remaining -= total;
  }
  return Number.POSITIVE_INFINITY;
}
