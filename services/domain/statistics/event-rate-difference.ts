import { type Difference, EXPECTED_LEAST } from './difference.ts';
import { normalTails } from './distributions.ts';
import { eventRateInterval, eventRateOf, type Occurrences } from './event-rate.ts';
import { exactTails } from './exact-test.ts';
import { LEVEL } from './interval.ts';
import { sumInterval } from './linear-combination.ts';

/**
 * The difference of two rates a time, of what happens one by one and independently (see `eventRateInterval`). Interval:
 * from the score intervals of both. Test: were the rates equal, each of all occurrences would fall to the other side by
 * its share of the exposure; the exact test of that binomial count, or its score where at least five are expected on
 * both sides.
 *
 * J. Przyborowski, H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31 (1940),
 * 313-323; H. Li, M.-L. Tang, W.-K. Wong, "Confidence intervals for ratio of two Poisson rates using the method of
 * variance estimates recovery", Computational Statistics 29 (2014), 869-889.
 *
 * @throws StatisticsError
 */
export function eventRateDifference(base: Occurrences, other: Occurrences, level = LEVEL): Difference {
  const [baseRate, otherRate] = [eventRateOf(base), eventRateOf(other)];
  const interval = sumInterval([
    { weight: 1, estimate: otherRate, interval: eventRateInterval(other, level) },
    { weight: -1, estimate: baseRate, interval: eventRateInterval(base, level) },
  ]);
  return { difference: otherRate - baseRate, interval, ...testOf(base, other) };
}

function testOf(base: Occurrences, other: Occurrences): Pick<Difference, 'test' | 'statistic' | 'p'> {
  const all = base.count + other.count;
  const share = 1 / (1 + base.exposure / other.exposure);
  const odds = other.exposure / base.exposure;
  if (all * Math.min(share, 1 - share) < EXPECTED_LEAST) {
    const p = exactTails(other.count, {
      least: 0,
      most: all,
      near: Math.min(all, Math.floor((all + 1) * share)),
      up: (k) => ((all - k) / (k + 1)) * odds,
    });
    return { test: 'poisson_exact', statistic: null, p };
  }
  const statistic = (other.count - base.count * odds) / Math.sqrt(all * odds);
  return { test: 'poisson_score', statistic, p: normalTails(statistic) };
}
