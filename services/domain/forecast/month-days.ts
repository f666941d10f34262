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
/** Place 0 is not used. */
const SIZE = 32;
/** Days that an effect must have been seen on to count half. */
const SHRINKAGE = 2;
/** Deviations beyond this many standard deviations from the median of their day count as this many. */
const CLIP = 2.5;
/** Months that a median needs. */
const LEAST_MONTHS = 3;

const KERNEL = Float64Array.from({ length: SIZE }, (_, apart) =>
  Math.exp(-0.5 * (Math.min(apart, MONTH - apart) / WIDTH) ** 2),
);

/**
 * What days of the month (pay-days, bills) do to the level: logarithms for the days 1 to 31, about 0 in the mean. Means
 * of neighbouring days, shrunk; what even and odd months do not agree on is taken as chance.
 */
export function monthDayEffect(ratios: DayRatios, slow: Float64Array): Float64Array {
  const off = new Float64Array(slow.length);
  for (let day = 0; day < off.length; day++) off[day] = ratios.log[day]! - slow[day]!;
  const usual = mediansOf(off, ratios.monthDays);
  const most = CLIP * spreadAround(off, ratios.monthDays, usual);
  // Of even months, then of odd ones.
  const sums = new Float64Array(2 * SIZE);
  const counts = new Float64Array(2 * SIZE);
  for (let day = 0; day < off.length; day++) {
    if (Number.isNaN(off[day]!)) continue;
    const monthDay = ratios.monthDays[day]!;
    const at = (ratios.months[day]! & 1) * SIZE + monthDay;
    const clipped = usual[monthDay]! + Math.max(-most, Math.min(most, off[day]! - usual[monthDay]!));
    sums[at]! += clipped * ratios.weight[day]!;
    counts[at]! += ratios.weight[day]!;
  }
  const even = smoothed(sums, counts, 0);
  const odd = smoothed(sums, counts, SIZE);
  for (let at = 0; at < SIZE; at++) {
    sums[at]! += sums[at + SIZE]!;
    counts[at]! += counts[at + SIZE]!;
  }
  const both = smoothed(sums, counts, 0);
  const trust = agreement(odd, even);
  for (let at = 0; at < SIZE; at++) both[at]! *= trust;
  return both;
}

const MONTHS = 64;
const byMonthDay = new Float64Array(SIZE * MONTHS);

/** By day of the month, of the last months; 0 where too few are known. */
function mediansOf(off: Float64Array, monthDays: Uint8Array): Float64Array {
  const counts = new Uint8Array(SIZE);
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

function smoothed(sums: Float64Array, counts: Float64Array, offset: number): Float64Array {
  const effect = new Float64Array(SIZE);
  let mean = 0;
  for (let at = 1; at <= 31; at++) {
    let sum = 0;
    let count = 0;
    for (let other = 1; other <= 31; other++) {
      const weight = KERNEL[Math.abs(at - other)]!;
      sum += weight * sums[offset + other]!;
      count += weight * counts[offset + other]!;
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
