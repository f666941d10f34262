import type { Interval } from './interval.ts';

/** An estimate with its interval, and how much it counts: below 0 it is taken off. */
export interface WeightedEstimate {
  readonly weight: number;
  readonly estimate: number;
  readonly interval: Interval;
}

/**
 * The interval of a weighted sum of independent estimates, from the intervals of each ("method of variance estimates
 * recovery"): the distances from the estimates to their limits, weighted, squared and added. So intervals that reach
 * further to one side keep doing so. Of two rates with Wilson's intervals, weighted 1 and -1, it is Newcombe's.
 *
 * G. Zou, W. Huang, X. Zhang, "A note on confidence interval estimation for a linear function of binomial proportions",
 * Computational Statistics & Data Analysis 53 (2009), 1080-1085.
 */
export function sumInterval(estimates: readonly WeightedEstimate[]): Interval {
  let sum = 0;
  let below = 0;
  let above = 0;
  for (const { weight, estimate, interval } of estimates) {
    const [lower, upper] = weight < 0 ? [interval.upper, interval.lower] : [interval.lower, interval.upper];
    sum += weight * estimate;
    below += (weight * (estimate - lower)) ** 2;
    above += (weight * (upper - estimate)) ** 2;
  }
  return { lower: sum - Math.sqrt(below), upper: sum + Math.sqrt(above) };
}
