import { normalReach } from './distributions.ts';
import { requireInput } from './error.ts';
import { type Interval, LEVEL, requireLevel } from './interval.ts';

/**
 * Wilson's score interval of a mean m of n values from 0 to 1: (m + z²/2n ± z √(m(1-m)/n + z²/4n²)) / (1 + z²/n), with z
 * the normal quantile. It needs nothing but the mean and how many there are: such values vary by m(1 - m) at the most
 * (R. Bhatia, C. Davis, "A better bound on the variance", American Mathematical Monthly 107 (2000), 353-357), which is
 * what cases that count or do not vary by. So it is exact for these, and wide rather than narrow for others.
 *
 * @param n above 0
 * @throws StatisticsError
 */
export function boundedMeanInterval(mean: number, n: number, level = LEVEL): Interval {
  requireLevel(level);
  requireInput(mean >= 0 && mean <= 1, 'mean', mean);
  requireInput(n > 0, 'n', n);
  const squared = normalReach(level) ** 2;
  const scale = 1 + squared / n;
  const middle = (mean + squared / (2 * n)) / scale;
  const half = Math.sqrt(squared * ((mean * (1 - mean)) / n + squared / (4 * n * n))) / scale;
  // Where the formula gives 0 or 1, the last digits would not.
  return { lower: mean === 0 ? 0 : middle - half, upper: mean === 1 ? 1 : middle + half };
}
