import { type Difference, EXPECTED_LEAST } from './difference.ts';
import { normalTails } from './distributions.ts';
import { exactTails } from './exact-test.ts';
import { LEVEL } from './interval.ts';
import { sumInterval } from './linear-combination.ts';
import { type Rate, rateInterval, shareOf } from './rate.ts';

/**
 * The difference of two rates of independent cases. Interval: Newcombe's hybrid score interval, without correction for
 * continuity. Test: z of the pooled rate (its square is Pearson's chi-squared), or Fisher's exact test where fewer than
 * five are expected in a cell. `difference` is null where one side has no cases.
 *
 * R. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
 * (1998), 873-890, method 10; W. Cochran, "Some methods for strengthening the common chi-squared tests", Biometrics 10
 * (1954), 417-451.
 *
 * @throws StatisticsError
 */
export function rateDifference(base: Rate, other: Rate, level = LEVEL): Difference {
  const baseInterval = rateInterval(base, level);
  const otherInterval = rateInterval(other, level);
  const [baseShare, otherShare] = [shareOf(base), shareOf(other)];
  if (baseShare === null || otherShare === null || baseInterval === null || otherInterval === null) {
    return { difference: null, interval: null, test: 'fisher_exact', statistic: null, p: null };
  }
  const interval = sumInterval([
    { weight: 1, estimate: otherShare, interval: otherInterval },
    { weight: -1, estimate: baseShare, interval: baseInterval },
  ]);
  return { difference: otherShare - baseShare, interval, ...testOf(base, other) };
}

function testOf(base: Rate, other: Rate): Pick<Difference, 'test' | 'statistic' | 'p'> {
  const n = base.n + other.n;
  const successes = base.successes + other.successes;
  const rarer = Math.min(successes, n - successes);
  if ((rarer / n) * Math.min(base.n, other.n) < EXPECTED_LEAST) {
    return { test: 'fisher_exact', statistic: null, p: fisher(base, other) };
  }
  const pooled = successes / n;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / base.n + 1 / other.n));
  const statistic = (other.successes / other.n - base.successes / base.n) / error;
  return { test: 'pooled_z', statistic, p: normalTails(statistic) };
}

/** With all sums of the table as they are, the successes of the other are hypergeometric. */
function fisher(base: Rate, other: Rate): number {
  const successes = base.successes + other.successes;
  return exactTails(other.successes, {
    least: Math.max(0, successes - base.n),
    most: Math.min(other.n, successes),
    near: Math.floor(((successes + 1) / (base.n + other.n + 2)) * (other.n + 1)),
    up: (k) => ((successes - k) / (k + 1)) * ((other.n - k) / (base.n - successes + k + 1)),
  });
}
