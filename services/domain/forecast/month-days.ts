import { MAD_TO_SIGMA, medianOf } from './robust.ts';

/** How far a day lies from what its weekday's profile says: its logarithm, and how much it counts. */
export interface DayRatios {
  /** NaN where a day tells nothing: unknown, special, or nothing is expected of it. */
  readonly log: Float64Array;
  readonly weight: Float64Array;
  /** 1 to 31. */
  readonly monthDays: Uint8Array;
  readonly months: Int32Array;
}

/** Width of the kernel over neighbouring days of the month, days. */
const WIDTH = 1.2;
const MONTH = 30.4;
/** Days that an effect must have been seen on to count half. */
const SHRINKAGE = 2;
/** Deviations beyond this many standard deviations from the median of their day count as this many. */
const CLIP = 2.5;
/** Months that a median needs. */
const LEAST_MONTHS = 3;

const KERNEL = Float64Array.from({ length: 32 }, (_, apart) =>
  Math.exp(-0.5 * (Math.min(apart, MONTH - apart) / WIDTH) ** 2),
);

/**
 * What days of the month (pay-days, bills) do to the level: logarithms for the days 1 to 31, about 0 in the mean. Means
 * of neighbouring days, shrunk; what even and odd months do not agree on is taken as chance.
 */
export function monthDayEffect(ratios: DayRatios, slow: Float64Array): Float64Array {
  const off = ratios.log.map((log, day) => log - slow[day]!);
  const usual = mediansOf(off, ratios.monthDays);
  const most = CLIP * spreadAround(off, ratios.monthDays, usual);
  const sums = [new Float64Array(32), new Float64Array(32)];
  const counts = [new Float64Array(32), new Float64Array(32)];
  for (let day = 0; day < off.length; day++) {
    if (Number.isNaN(off[day]!)) continue;
    const parity = ratios.months[day]! & 1;
    const monthDay = ratios.monthDays[day]!;
    const clipped = usual[monthDay]! + Math.max(-most, Math.min(most, off[day]! - usual[monthDay]!));
    sums[parity]![monthDay]! += clipped * ratios.weight[day]!;
    counts[parity]![monthDay]! += ratios.weight[day]!;
  }
  const odd = smoothed(sums[1]!, counts[1]!);
  const even = smoothed(sums[0]!, counts[0]!);
  const both = smoothed(
    sums[0]!.map((sum, i) => sum + sums[1]![i]!),
    counts[0]!.map((count, i) => count + counts[1]![i]!),
  );
  const trust = agreement(odd, even);
  return both.map((effect) => effect * trust);
}

const MONTHS = 64;
const byMonthDay = new Float64Array(32 * MONTHS);

/** By day of the month, of the last months; 0 where too few are known. */
function mediansOf(off: Float64Array, monthDays: Uint8Array): Float64Array {
  const counts = new Uint8Array(32);
  for (let day = off.length - 1; day >= 0; day--) {
    const monthDay = monthDays[day]!;
    if (Number.isNaN(off[day]!) || counts[monthDay] === MONTHS) continue;
    byMonthDay[monthDay * MONTHS + counts[monthDay]!++] = off[day]!;
  }
  return Float64Array.from(counts, (count, monthDay) =>
    count < LEAST_MONTHS ? 0 : medianOf(byMonthDay.subarray(monthDay * MONTHS), count),
  );
}

function spreadAround(off: Float64Array, monthDays: Uint8Array, usual: Float64Array): number {
  const deviations = new Float64Array(off.length);
  let count = 0;
  for (let day = 0; day < off.length; day++) {
    if (!Number.isNaN(off[day]!)) deviations[count++] = Math.abs(off[day]! - usual[monthDays[day]!]!);
  }
  return count === 0 ? 0 : MAD_TO_SIGMA * medianOf(deviations, count);
}

function smoothed(sums: Float64Array, counts: Float64Array): Float64Array {
  const effect = new Float64Array(32);
  let mean = 0;
  for (let at = 1; at <= 31; at++) {
    let sum = 0;
    let count = 0;
    for (let other = 1; other <= 31; other++) {
      const weight = KERNEL[Math.abs(at - other)]!;
      sum += weight * sums[other]!;
      count += weight * counts[other]!;
    }
    effect[at] = sum / (count + SHRINKAGE);
    mean += effect[at]! / 31;
  }
  for (let at = 1; at <= 31; at++) effect[at]! -= mean;
  return effect;
}

/** Reliability of the mean of two halves by their correlation (Spearman and Brown); 0 where they contradict. */
function agreement(a: Float64Array, b: Float64Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let at = 1; at <= 31; at++) {
    ab += a[at]! * b[at]!;
    aa += a[at]! * a[at]!;
    bb += b[at]! * b[at]!;
  }
  if (!(ab > 0)) return 0;
  const correlation = ab / Math.sqrt(aa * bb);
  return (2 * correlation) / (1 + correlation);
}
