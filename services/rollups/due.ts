import { HOUR_MS } from './notes.ts';
import type { Run } from './rows.ts';

/** Hours as runs that follow on one another, the newest first, none longer than `most` hours. */
export function runsOf(hours: Iterable<number>, most: number): Run[] {
  const runs: Run[] = [];
  for (const hour of [...new Set(hours)].sort((a, b) => b - a)) {
    const last = runs.at(-1);
    if (last !== undefined && last.from === hour + HOUR_MS && last.hours < most) {
      last.from = hour;
      last.hours += 1;
    } else runs.push({ from: hour, hours: 1 });
  }
  return runs;
}

/** Hours of a range, UTC ms, that are not in a map. */
export function missingHours(from: number, to: number, there: ReadonlyMap<number, unknown>): number[] {
  const missing: number[] = [];
  for (let hour = from; hour + HOUR_MS <= to; hour += HOUR_MS) if (!there.has(hour)) missing.push(hour);
  return missing;
}
