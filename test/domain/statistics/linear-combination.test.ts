import { expect, test } from 'vitest';
import { sumInterval } from '../../../services/domain/statistics/linear-combination.ts';
import { rateInterval } from '../../../services/domain/statistics/rate.ts';
import { coverage, successes } from './coverage.ts';

test('distances to the limits add up by their squares, each side by itself', () => {
  const interval = sumInterval([
    { weight: 2, estimate: 10, interval: { lower: 8.5, upper: 12 } },
    { weight: -1, estimate: 3, interval: { lower: 0, upper: 7 } },
  ]);
  // Below 17: 2 x 1.5 and 7 - 3. Above: 2 x 2 and 3 - 0.
  expect(interval).toEqual({ lower: 12, upper: 22 });
});

test('a weighted sum of rates lies within it about as often as it says', () => {
  const weights = [0.5, 0.3, 0.2];
  const held = coverage('sum', 4000, (random) => {
    const parts = weights.map((weight) => {
      const n = 10 + random.integer(90);
      const share = random.between(0.3, 0.98);
      const rate = { n, successes: successes(random, n, share) };
      return { weight, share, estimate: rate.successes / n, interval: rateInterval(rate)! };
    });
    const truth = parts.reduce((sum, { weight, share }) => sum + weight * share, 0);
    return { truth, interval: sumInterval(parts) };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('of nothing it is 0', () => {
  expect(sumInterval([])).toEqual({ lower: 0, upper: 0 });
});
