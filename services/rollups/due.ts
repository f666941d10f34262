import { HOUR_MS } from './notes.ts';
import type { Hours } from './rows.ts';
import type { Stretch } from './stretches.ts';

/** Hours of one statement lie within so many: their facts are read, and their cells in memory, at once. */
const MOST_HOURS = 7 * 24;
/** Facts between two hours that lie further apart are not worth reading. */
const MOST_APART = 24;

/** Begins of hours, or of days, as they are recomputed together, the newest first; within a batch ascending. */
export function batchesOf(begins: Iterable<number>): Hours[] {
  const batches: number[][] = [];
  for (const begin of [...new Set(begins)].sort((a, b) => b - a)) {
    const last = batches.at(-1);
    const fits =
      last !== undefined &&
      last.at(-1)! - begin <= MOST_APART * HOUR_MS &&
      last[0]! - begin < MOST_HOURS * HOUR_MS;
    if (fits) last.push(begin);
    else batches.push([begin]);
  }
  return batches.map((batch) => batch.reverse());
}

/** Hours of stretches that are over by then, UTC ms, and are not in a map; ascending, each once. */
export function missingHours(
  stretches: readonly Stretch[],
  overBy: number,
  there: ReadonlyMap<number, unknown>,
): number[] {
  const missing = new Set<number>();
  for (const { from, to } of stretches) {
    const end = Math.min(to, overBy);
    for (let hour = from; hour + HOUR_MS <= end; hour += HOUR_MS) if (!there.has(hour)) missing.add(hour);
  }
  return [...missing].sort((a, b) => a - b);
}
