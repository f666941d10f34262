import { betaQuantile } from './distributions.ts';
import { requireCount, requireInput } from './error.ts';
import { type Interval, LEVEL, requireLevel } from './interval.ts';
import { type Sample, valueAt } from './sample.ts';

/**
 * The percentile interval of the smoothed bootstrap of a quantile, as it is for endlessly many resamples.
 *
 * Resampling needs no chance here. Values drawn from the sample, with straight lines between its neighbours, have their
 * q quantile at the rank (n + 1) U, and U is a beta variable of (n + 1) q and (n + 1)(1 - q): its quantiles are the
 * limits. So the answer is the same each time, takes microseconds however many values there are, and holds its level
 * from the fewest values on that bear it at all, where resampling the bare values falls short
 * (docs/decisions/statistics.md).
 *
 * A. Hutson, "Calculating nonparametric confidence intervals for quantiles using fractional order statistics", Journal
 * of Applied Statistics 26 (1999), 343-353; F. Harrell, C. Davis, "A new distribution-free quantile estimator",
 * Biometrika 69 (1982), 635-640.
 *
 * @param q above 0 and below 1
 * @returns null of too few values: see `bearsInterval`
 * @throws StatisticsError
 */
export function quantileInterval(sample: Sample, q: number, level = LEVEL): Interval | null {
  const ranks = quantileRanks(sample.n, q, level);
  if (ranks === null) return null;
  return { lower: valueAt(sample, ranks.lower), upper: valueAt(sample, ranks.upper) };
}

/**
 * At which ranks of `n` values the limits lie, from 1 to n, with fractions: all that a database needs to find them
 * where the values are.
 *
 * @returns null of too few values
 * @throws StatisticsError
 */
export function quantileRanks(n: number, q: number, level = LEVEL): Interval | null {
  if (!bearsInterval(n, q, level)) return null;
  const lower = resampledRank(n, q, (1 - level) / 2);
  return { lower: Math.max(1, lower), upper: Math.min(n, resampledRank(n, q, (1 + level) / 2)) };
}

/**
 * Whether `n` values can enclose a quantile at this level: all of them lie on one side of it with a chance of q^n and
 * (1 - q)^n, and no limit can lie beyond the values. At 95 % it takes 6 values for the median, 36 for the 90th
 * percentile, 72 for the 95th.
 *
 * @throws StatisticsError
 */
export function bearsInterval(n: number, q: number, level = LEVEL): boolean {
  requireLevel(level);
  requireCount('n', n);
  requireInput(q > 0 && q < 1, 'quantile', q);
  return Math.max(q, 1 - q) ** n <= (1 - level) / 2;
}

/** Below which value the share `p` of the resampled quantiles lies. */
export function resampledQuantile(sample: Sample, q: number, p: number): number {
  return valueAt(sample, resampledRank(sample.n, q, p));
}

function resampledRank(n: number, q: number, p: number): number {
  return (n + 1) * betaQuantile(p, (n + 1) * q, (n + 1) * (1 - q));
}
