import { tReach } from './distributions.ts';
import { requireCount, requireInput } from './error.ts';
import { type Interval, LEVEL, requireLevel } from './interval.ts';

/** Of values: how many, their sum, and the sum of their squares. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * What is left of the squares when the mean's part is taken off has about this share of rounding in it: less is none.
 * So a thousand times 0.1 has no spread, as a thousand times 1 has none.
 */
const ROUNDING = 1e-12;

/** Moments of values at hand. */
export function momentsOf(values: Iterable<number>): Moments {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    n += 1;
    sum += value;
    squares += value * value;
  }
  return { n, sum, squares };
}

/** Null of no values. @throws StatisticsError for what no values can have */
export function meanOf(moments: Moments): number | null {
  requireMoments(moments);
  return moments.n === 0 ? null : moments.sum / moments.n;
}

/**
 * The variance of the mean itself, s²/n with s² of n - 1: null of fewer than two values. Values must not lie very far
 * from 0 as measured by their spread (durations and scores do not, instants would): their squares would hide it.
 *
 * @throws StatisticsError
 */
export function meanVariance(moments: Moments): number | null {
  requireMoments(moments);
  const { n, sum, squares } = moments;
  if (n < 2) return null;
  const apart = squares - sum * (sum / n);
  return apart <= ROUNDING * squares ? 0 : apart / (n - 1) / n;
}

/**
 * Student's t interval of a mean: mean ± t s/√n. It holds close to its level where values are not much skewed, or many:
 * of lognormal durations from some hundred on.
 *
 * Student, "The probable error of a mean", Biometrika 6 (1908), 1-25.
 *
 * @returns null of fewer than two values, which have no spread
 * @throws StatisticsError
 */
export function meanInterval(moments: Moments, level = LEVEL): Interval | null {
  requireLevel(level);
  const mean = meanOf(moments);
  const variance = meanVariance(moments);
  if (mean === null || variance === null) return null;
  const half = tReach(level, moments.n - 1) * Math.sqrt(variance);
  return { lower: mean - half, upper: mean + half };
}

function requireMoments({ n, sum, squares }: Moments): void {
  requireCount('n', n);
  requireInput(Number.isFinite(sum) && (n > 0 || sum === 0), `sum of ${n} values`, sum);
  // At least n times the square of the mean, but for rounding.
  const least = n === 0 ? 0 : sum * (sum / n) * (1 - 1e-9);
  requireInput(Number.isFinite(squares) && squares >= least, `sum of the squares of ${n} values`, squares);
}
