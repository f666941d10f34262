import { medianOf } from './robust.ts';

const WEEK = 7;
/** A week with fewer known days says nothing. */
const LEAST_DAYS = 3;
const buffer = new Float64Array(WEEK);

/** Medians of the whole weeks that end with the last day, in order of time; NaN where too little is known. */
export function weeklyMedians(days: Float64Array): Float64Array {
  const weeks = Math.floor(days.length / WEEK);
  const offset = days.length - weeks * WEEK;
  const medians = new Float64Array(weeks);
  for (let week = 0; week < weeks; week++) {
    let count = 0;
    for (let i = 0; i < WEEK; i++) {
      const value = days[offset + week * WEEK + i]!;
      if (!Number.isNaN(value)) buffer[count++] = value;
    }
    medians[week] = count < LEAST_DAYS ? Number.NaN : medianOf(buffer, count);
  }
  return medians;
}
