import type { Zone } from 'luxon';
import { DAY_MS, type Hours } from './hours.ts';
import { offsetStretches } from './offsets.ts';

/** The open intervals of a span of time in order, UTC ms, with what has been open before each of them. */
export interface OpenTable {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly openBeforeMs: Float64Array;
  readonly totalMs: number;
  /** Where an instant was found last: who asks for one mostly asks for others of the same day. */
  hint: number;
}

/**
 * Tabulates [fromMs, toMs), UTC.
 *
 * The rule: an instant is open if and only if the clock on the wall then shows an open time. So a border that
 * the clock skips takes effect at the skip, hours within the skip do not exist, and hours that the clock shows
 * twice are open twice, each time from border to border.
 *
 * @param hoursOn hours of a wall-calendar day, numbered from 1970-01-01, in order
 */
export function buildOpenTable(
  zone: Zone,
  hoursOn: (day: number) => readonly Hours[],
  fromMs: number,
  toMs: number,
): OpenTable {
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (startMs: number, endMs: number): void => {
    if (startMs >= endMs) return;
    if (ends.at(-1) === startMs) ends[ends.length - 1] = endMs;
    else {
      starts.push(startMs);
      ends.push(endMs);
    }
  };
  for (const stretch of offsetStretches(zone, fromMs, toMs)) {
    const lastDay = Math.floor((stretch.toMs - 1 + stretch.offsetMs) / DAY_MS);
    for (let day = Math.floor((stretch.fromMs + stretch.offsetMs) / DAY_MS); day <= lastDay; day++) {
      const midnightMs = day * DAY_MS - stretch.offsetMs;
      for (const hours of hoursOn(day)) {
        add(
          Math.max(midnightMs + hours.startMs, stretch.fromMs),
          Math.min(midnightMs + hours.endMs, stretch.toMs),
        );
      }
    }
  }
  return withSums(starts, ends);
}

/** Open ms from the table's begin to `at`. */
export function openBefore(table: OpenTable, at: number): number {
  const { startMs } = table;
  let index = table.hint;
  if (!(startMs[index]! < at) || startMs[index + 1]! < at) {
    index = lastBelow(startMs, at);
    if (index === -1) return 0;
    table.hint = index;
  }
  return table.openBeforeMs[index]! + Math.min(at, table.endMs[index]!) - startMs[index]!;
}

/** The first instant with `openMs` of open time before it in the table, for 0 < `openMs` <= total. */
export function instantAfter(table: OpenTable, openMs: number): number {
  const index = lastBelow(table.openBeforeMs, openMs);
  return table.startMs[index]! + openMs - table.openBeforeMs[index]!;
}

function withSums(starts: readonly number[], ends: readonly number[]): OpenTable {
  const openBeforeMs = new Float64Array(starts.length);
  let totalMs = 0;
  for (let index = 0; index < starts.length; index++) {
    openBeforeMs[index] = totalMs;
    totalMs += ends[index]! - starts[index]!;
  }
  return {
    startMs: Float64Array.from(starts),
    endMs: Float64Array.from(ends),
    openBeforeMs,
    totalMs,
    hint: 0,
  };
}

/** Index of the last element below `value` in ascending order, -1 where there is none. */
function lastBelow(ascending: Float64Array, value: number): number {
  let low = -1;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle;
    else high = middle;
  }
  return low;
}
