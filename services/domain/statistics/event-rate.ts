import { normalReach } from './distributions.ts';
import { requireCount, requireInput } from './error.ts';
import { type Interval, LEVEL, requireLevel } from './interval.ts';

/** How often something happened, and within how much: days, hours, agents' days. */
export interface Occurrences {
  readonly count: number;
  /** Above 0, in the unit that the rate is to be per. */
  readonly exposure: number;
}

/** @throws StatisticsError */
export function eventRateOf({ count, exposure }: Occurrences): number {
  requireCount('count', count);
  requireInput(exposure > 0 && Number.isFinite(exposure), 'exposure', exposure);
  return count / exposure;
}

/**
 * The score interval of a Poisson rate: (x + z²/2 ± z √(x + z²/4)) / exposure. It holds for what happens one by one and
 * independently, such as complaints; contacts come in surges, and vary more than it says: compare their days by
 * `meanDifference`.
 *
 * L. Barker, "A comparison of nine confidence intervals for a Poisson parameter when the expected number of events is
 * <= 5", The American Statistician 56 (2002), 85-89.
 *
 * @throws StatisticsError
 */
export function eventRateInterval(occurrences: Occurrences, level = LEVEL): Interval {
  requireLevel(level);
  eventRateOf(occurrences);
  const { count, exposure } = occurrences;
  const z = normalReach(level);
  const middle = count + (z * z) / 2;
  const half = z * Math.sqrt(count + (z * z) / 4);
  return { lower: count === 0 ? 0 : (middle - half) / exposure, upper: (middle + half) / exposure };
}
