import { boundedMeanInterval } from './bounded-mean.ts';
import { requireCount, requireInput } from './error.ts';
import { type Interval, LEVEL, requireLevel } from './interval.ts';

/** How many of `n` cases count. */
export interface Rate {
  readonly n: number;
  readonly successes: number;
}

/** @throws StatisticsError where the cases that count are more than there are, or no whole number */
export function requireRate({ n, successes }: Rate): void {
  requireCount('n', n);
  requireCount('successes', successes);
  requireInput(successes <= n, `successes of ${n} cases`, successes);
}

/** Null of no cases. @throws StatisticsError */
export function shareOf(rate: Rate): number | null {
  requireRate(rate);
  return rate.n === 0 ? null : rate.successes / rate.n;
}

/**
 * Wilson's score interval (see `boundedMeanInterval`). It holds close to its level for few cases and for shares near 0 and 1, and stays within them.
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212; L.
 * Brown, T. Cai, A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001), 101-133.
 *
 * @returns null of no cases
 * @throws StatisticsError
 */
export function rateInterval(rate: Rate, level = LEVEL): Interval | null {
  requireLevel(level);
  const share = shareOf(rate);
  return share === null ? null : boundedMeanInterval(share, rate.n, level);
}
