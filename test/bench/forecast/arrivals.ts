import { readFileSync } from 'node:fs';
import type { ObservedDay } from '../../../services/domain/forecast/day.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PER_DAY = 48;

/** Days of the bank's file that were altered before it came here: unknown. */
export const ALTERED: ReadonlySet<string> = new Set(['1999-01-11', '1999-01-12', '1999-05-23']);

/**
 * The half-hours of a file with `interval_start,calls`, whose intervals are any that divide half an hour; wall-clock
 * times without a zone. A half-hour of which an interval is missing or empty is unknown; one that the clocks show twice
 * is the mean of both.
 *
 * @param unknown dates whose values are not to be used
 */
export function readArrivals(file: string, unknown: ReadonlySet<string> = new Set()): ObservedDay[] {
  const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const times = rows.map((row) => Date.parse(`${row.split(',')[0]!.replace(' ', 'T').slice(0, 19)}Z`));
  const length = intervalOf(times);
  if (!((30 * MINUTE_MS) % length === 0)) throw new Error(`${file}: intervals of ${length / MINUTE_MS} min`);
  const parts = (30 * MINUTE_MS) / length;
  const days = new Map<number, { sums: number[]; counts: number[] }>();
  rows.forEach((row, i) => {
    const calls = row.split(',')[1]!.trim();
    if (calls === '') return;
    const number = Math.floor(times[i]! / DAY_MS);
    const day = days.get(number) ?? { sums: new Array(PER_DAY).fill(0), counts: new Array(PER_DAY).fill(0) };
    const place = Math.floor((times[i]! - number * DAY_MS) / (30 * MINUTE_MS));
    day.sums[place]! += Number(calls);
    day.counts[place]!++;
    days.set(number, day);
  });
  return [...days].map(([number, { sums, counts }]) => {
    const date = new Date(number * DAY_MS).toISOString().slice(0, 10);
    const isUnknown = unknown.has(date);
    return {
      date,
      weekday: ((number + 3) % 7) + 1,
      starts: sums.map((_, place) => number * DAY_MS + place * 30 * MINUTE_MS),
      places: sums.map((_, place) => place),
      values: sums.map((sum, place) =>
        isUnknown || counts[place]! < parts ? null : (sum * parts) / counts[place]!,
      ),
    };
  });
}

/** The least distance of two rows, ms. */
function intervalOf(times: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) {
    const apart = times[i]! - times[i - 1]!;
    if (apart > 0) least = Math.min(least, apart);
  }
  return least;
}
