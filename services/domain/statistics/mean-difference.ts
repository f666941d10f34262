import type { Difference } from './difference.ts';
import { tReach, tTails } from './distributions.ts';
import { LEVEL, requireLevel } from './interval.ts';
import { type Moments, meanOf, meanVariance } from './mean.ts';

/**
 * The difference of the means of independent values, by Welch: the two may spread differently. Degrees of freedom are
 * Satterthwaite's. `difference` is null where one side has no values; all else is null where one has fewer than two, or
 * neither has any spread to judge by.
 *
 * B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34 (1947), 28-35.
 *
 * @throws StatisticsError
 */
export function meanDifference(base: Moments, other: Moments, level = LEVEL): Difference {
  requireLevel(level);
  const [baseMean, otherMean] = [meanOf(base), meanOf(other)];
  const [baseVariance, otherVariance] = [meanVariance(base), meanVariance(other)];
  const difference = baseMean === null || otherMean === null ? null : otherMean - baseMean;
  const unknown: Difference = { difference, interval: null, test: 'welch_t', statistic: null, p: null };
  if (difference === null || baseVariance === null || otherVariance === null) return unknown;
  const variance = baseVariance + otherVariance;
  if (variance === 0) return unknown;
  const share = otherVariance / variance;
  const freedom = 1 / (share ** 2 / (other.n - 1) + (1 - share) ** 2 / (base.n - 1));
  const error = Math.sqrt(variance);
  const half = tReach(level, freedom) * error;
  const statistic = difference / error;
  return {
    ...unknown,
    interval: { lower: difference - half, upper: difference + half },
    statistic,
    p: tTails(statistic, freedom),
  };
}
