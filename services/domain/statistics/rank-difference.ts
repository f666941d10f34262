import type { Difference } from './difference.ts';
import { normalReach, normalTails } from './distributions.ts';
import { type Interval, LEVEL, requireLevel, SHOWN_FROM } from './interval.ts';
import type { Sample } from './sample.ts';

/**
 * Whether one sample tends to larger values than another, whatever their shapes. `difference` is the share of the pairs
 * in which the other is larger minus that in which it is smaller (-1 to 1, Cliff's delta: 2U/mn - 1). Test: Mann and
 * Whitney's, normal with corrections for ties and continuity; `statistic` is its z. Interval: Newcombe's score-like
 * method 5. It is no test of medians: samples with equal medians may differ by it.
 *
 * H. Mann, D. Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 * Annals of Mathematical Statistics 18 (1947), 50-60; R. Newcombe, "Confidence intervals for an effect size measure
 * based on the Mann-Whitney statistic, part 2", Statistics in Medicine 25 (2006), 559-573.
 *
 * @returns all but `difference` is null where a sample has fewer than five values, too few for the normal distribution
 * @throws StatisticsError
 */
export function rankDifference(base: Sample, other: Sample, level = LEVEL): Difference {
  requireLevel(level);
  const unknown: Difference = {
    difference: null,
    interval: null,
    test: 'mann_whitney',
    statistic: null,
    p: null,
  };
  if (base.n === 0 || other.n === 0) return unknown;
  const { won, tied, cubes } = pairsOf(base, other);
  const pairs = base.n * other.n;
  const superior = (won + tied / 2) / pairs;
  const difference = 2 * superior - 1;
  if (Math.min(base.n, other.n) < SHOWN_FROM) return { ...unknown, difference };
  const n = base.n + other.n;
  const error = Math.sqrt((pairs / 12) * (n + 1 - cubes / (n * (n - 1))));
  const beyond = won + tied / 2 - pairs / 2;
  const size = Math.max(0, Math.abs(beyond) - 0.5);
  // Where all values are equal, the error is 0, and so is what it measures.
  const statistic = size === 0 ? 0 : (Math.sign(beyond) * size) / error;
  const { lower, upper } = superiorityInterval(superior, base.n, other.n, level);
  return {
    ...unknown,
    difference,
    interval: { lower: 2 * lower - 1, upper: 2 * upper - 1 },
    statistic,
    p: normalTails(statistic),
  };
}

/**
 * Pairs in which the other is larger, and in which both are equal; and of all values that are equal among themselves, t
 * of them, the sum of t³ - t.
 */
function pairsOf(base: Sample, other: Sample): { won: number; tied: number; cubes: number } {
  let won = 0;
  let tied = 0;
  let cubes = 0;
  let [atBase, atOther] = [0, 0];
  while (atBase < base.values.length || atOther < other.values.length) {
    const value = Math.min(base.values[atBase] ?? Infinity, other.values[atOther] ?? Infinity);
    const below = atBase === 0 ? 0 : base.ranks[atBase - 1]!;
    let [ofBase, ofOther] = [0, 0];
    if (base.values[atBase] === value) ofBase = base.ranks[atBase++]! - below;
    if (other.values[atOther] === value) {
      ofOther = other.ranks[atOther]! - (atOther === 0 ? 0 : other.ranks[atOther - 1]!);
      atOther += 1;
    }
    won += ofOther * below;
    tied += ofOther * ofBase;
    cubes += (ofBase + ofOther) ** 3 - (ofBase + ofOther);
  }
  return { won, tied, cubes };
}

/**
 * Where (estimate - θ)² = z² V(θ), with Hanley and McNeil's variance
 * V(θ) = θ(1-θ) (1 + N ((1-θ)/(2-θ) + θ/(1+θ))) / mn and N = (m + n)/2 - 1.
 */
function superiorityInterval(estimate: number, m: number, n: number, level: number): Interval {
  const squared = normalReach(level) ** 2;
  const more = (m + n) / 2 - 1;
  const within = (θ: number) =>
    (estimate - θ) ** 2 <= (squared * θ * (1 - θ) * (1 + more * ((1 - θ) / (2 - θ) + θ / (1 + θ)))) / (m * n);
  return {
    lower: estimate === 0 ? 0 : border(estimate, 0, within),
    upper: estimate === 1 ? 1 : border(estimate, 1, within),
  };
}

/** Where on the way from `inside` to `outside` it ceases to hold, to the last digit that counts. */
function border(inside: number, outside: number, holds: (at: number) => boolean): number {
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
