import { MAD_TO_SIGMA, medianOf } from './robust.ts';
import { weeklyMedians } from './weeks.ts';

const WEEK = 7;
/** Weeks on either side that are compared. */
const SIDE = 4;
const LEAST_AFTER = 2;
/** A shift is at least this much, as a logarithm, and this many standard deviations of weeks. */
const LEAST = Math.log(1.2);
const SIGMAS = 4;
/** Weeks before and after it keep so much of it apart: one wild week does not. */
const LEAST_GAP = 0.1;

/**
 * Days on which the level jumped and stayed, found from medians of weeks; each at least four weeks after the one
 * before.
 *
 * @param plain logarithms of daily ratios, NaN where unknown
 * @returns days in order of time
 */
export function shiftsOf(plain: Float64Array): number[] {
  const weeks = Math.floor(plain.length / WEEK);
  if (weeks < SIDE + LEAST_AFTER) return [];
  const offset = plain.length - weeks * WEEK;
  const medians = weeklyMedians(plain);
  const sigma = noise(medians);
  const drift = SIDE * slopeOf(medians);
  const shifts: number[] = [];
  let from = 0;
  for (;;) {
    const week = firstShift(medians, sigma, drift, from);
    if (week < 0) return shifts;
    shifts.push(refine(plain, offset + week * WEEK, medians, week));
    from = week;
  }
}

/** Standard deviation of a week's median, by the differences of neighbours. */
function noise(medians: Float64Array): number {
  const steps = new Float64Array(medians.length);
  let count = 0;
  for (let week = 1; week < medians.length; week++) {
    const step = Math.abs(medians[week]! - medians[week - 1]!);
    if (!Number.isNaN(step)) steps[count++] = step;
  }
  return (MAD_TO_SIGMA * medianOf(steps, count)) / Math.SQRT2;
}

/** Median change a week, over half of the weeks. */
function slopeOf(medians: Float64Array): number {
  const half = Math.floor(medians.length / 2);
  const slopes = new Float64Array(medians.length);
  let count = 0;
  for (let week = half; week < medians.length; week++) {
    const slope = (medians[week]! - medians[week - half]!) / half;
    if (!Number.isNaN(slope)) slopes[count++] = slope;
  }
  return count === 0 ? 0 : medianOf(slopes, count);
}

/** The week that parts the levels best among those from `from` on that part them well enough; -1 for none. */
function firstShift(medians: Float64Array, sigma: number, drift: number, from: number): number {
  let found = -1;
  let best = 0;
  for (let week = from + SIDE; week <= medians.length - LEAST_AFTER; week++) {
    const score = scoreOf(medians, sigma, drift, week);
    if (score > best) {
      best = score;
      found = week;
    } else if (found >= 0 && week >= found + SIDE) return found;
  }
  return found;
}

interface Side {
  least: number;
  most: number;
  sum: number;
  count: number;
}

function side(medians: Float64Array, from: number, to: number): Side {
  const found = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY, sum: 0, count: 0 };
  for (let week = Math.max(0, from); week < Math.min(medians.length, to); week++) {
    const value = medians[week]!;
    if (Number.isNaN(value)) continue;
    found.least = Math.min(found.least, value);
    found.most = Math.max(found.most, value);
    found.sum += value;
    found.count++;
  }
  return found;
}

function scoreOf(medians: Float64Array, sigma: number, drift: number, week: number): number {
  const before = side(medians, week - SIDE, week);
  const after = side(medians, week, week + SIDE);
  if (before.count < 3 || after.count < LEAST_AFTER) return 0;
  const step = meanOf(after) - meanOf(before);
  const gap = Math.max(after.least - before.most, before.least - after.most);
  if (gap < LEAST_GAP * Math.abs(step)) return 0;
  if (!isStepRatherThanSlope(medians, week, before, after)) return 0;
  // What a steady trend explains is no shift.
  const apart = Math.sign(step) === Math.sign(drift) ? Math.abs(step) - Math.abs(drift) : Math.abs(step);
  const score = apart / (sigma * Math.sqrt(1 / before.count + 1 / after.count) + 1e-9);
  return apart >= LEAST && score >= SIGMAS ? score : 0;
}

/** Whether two levels leave less of the weeks on both sides unexplained than a line does. */
function isStepRatherThanSlope(medians: Float64Array, week: number, before: Side, after: Side): boolean {
  const n = before.count + after.count;
  const mean = (before.sum + after.sum) / n;
  let x = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  let unexplained = 0;
  const [from, to] = [Math.max(0, week - SIDE), Math.min(medians.length, week + SIDE)];
  for (let at = from; at < to; at++) {
    const value = medians[at]!;
    if (Number.isNaN(value)) continue;
    x += at;
    xx += at * at;
    xy += at * (value - mean);
    yy += (value - mean) ** 2;
    unexplained += (value - meanOf(at < week ? before : after)) ** 2;
  }
  return unexplained < yy - xy ** 2 / (xx - x ** 2 / n);
}

/** The day within a week of `day` that parts the two levels with the least error. */
function refine(plain: Float64Array, day: number, medians: Float64Array, week: number): number {
  const low = meanOf(side(medians, week - SIDE, week - 1));
  const rest = side(medians, week + 1, week + SIDE);
  const high = rest.count > 0 ? meanOf(rest) : medians[week]!;
  let found = day;
  let least = Number.POSITIVE_INFINITY;
  for (let at = day - WEEK; at <= Math.min(day + WEEK, plain.length - 1); at++) {
    let error = 0;
    for (let i = day - WEEK; i < Math.min(day + 2 * WEEK, plain.length); i++) {
      if (!Number.isNaN(plain[i]!)) error += Math.abs(plain[i]! - (i < at ? low : high));
    }
    if (error < least) {
      least = error;
      found = at;
    }
  }
  return found;
}

function meanOf({ sum, count }: Side): number {
  return sum / count;
}
