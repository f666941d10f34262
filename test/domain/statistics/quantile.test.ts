import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bearsInterval,
  quantileInterval,
  quantileRanks,
} from '../../../services/domain/statistics/quantile.ts';
import { quantileOf, sampleOf, sampleOfBins, valueAt } from '../../../services/domain/statistics/sample.ts';
import { Random } from '../../../services/simulator/random.ts';
import { expectClose } from './close.ts';
import { coverage, values } from './coverage.ts';

test('its limits lie at the ranks stats.beta.ppf([0.025, 0.975], 0.9 * 101, 0.1 * 101) * 101 of scipy 1.17.1', () => {
  const ranks = quantileRanks(100, 0.9);
  expectClose(ranks?.lower, 84.31336909730521);
  expectClose(ranks?.upper, 95.97856627214048);
  const squares = sampleOf(Array.from({ length: 100 }, (_, at) => (at + 1) ** 2));
  const interval = quantileInterval(squares, 0.9);
  expectClose(interval?.lower, 84 ** 2 + 0.31336909730521 * (85 ** 2 - 84 ** 2));
  expectClose(interval?.upper, 95 ** 2 + 0.97856627214048 * (96 ** 2 - 95 ** 2));
});

describe('the true quantile of durations lies within it about as often as it says', () => {
  test.each([
    [0.5, 6],
    [0.5, 20],
    [0.5, 301],
    [0.9, 36],
    [0.9, 100],
    [0.95, 72],
    [0.95, 1000],
  ])('quantile %d of %d values', (q, n) => {
    const held = coverage(`quantile/${q}/${n}`, n > 500 ? 1500 : 3000, (random) => {
      const observed = values(n, () => random.exponential(1));
      return { truth: -Math.log(1 - q), interval: quantileInterval(sampleOf(observed), q) };
    });
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });
});

test('it is what resampling gives, in the long run', () => {
  const random = new Random('resampling');
  const sample = sampleOf(values(61, () => random.exponential(300)));
  const medians: number[] = [];
  for (let run = 0; run < 20_000; run++) {
    // Of 61 draws from the smoothed sample, the one in the middle.
    const drawn = values(61, () => valueAt(sample, 62 * random.next())).sort((a, b) => a - b);
    medians.push(drawn[30]!);
  }
  medians.sort((a, b) => a - b);
  const { lower, upper } = quantileInterval(sample, 0.5)!;
  expect(Math.abs(medians[500]! / lower - 1)).toBeLessThan(0.02);
  expect(Math.abs(medians[19_499]! / upper - 1)).toBeLessThan(0.02);
});

test('the quantile itself lies within it, and it within the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 72, maxLength: 300 }),
      fc.constantFrom(0.05, 0.1, 0.5, 0.8, 0.9, 0.95),
      fc.constantFrom(0.8, 0.95),
      (observed, q, level) => {
        const sample = sampleOf(observed);
        const { lower, upper } = quantileInterval(sample, q, level)!;
        expect(lower).toBeGreaterThanOrEqual(Math.min(...observed));
        expect(lower).toBeLessThanOrEqual(quantileOf(sample, q)!);
        expect(upper).toBeGreaterThanOrEqual(quantileOf(sample, q)!);
        expect(upper).toBeLessThanOrEqual(Math.max(...observed));
      },
    ),
    { numRuns: 500 },
  );
});

test('too few values enclose no quantile', () => {
  const least = (q: number) => Array.from({ length: 100 }, (_, n) => n).find((n) => bearsInterval(n, q));
  expect([0.5, 0.9, 0.95].map(least)).toEqual([6, 36, 72]);
  expect(quantileInterval(sampleOf([]), 0.5)).toBeNull();
  expect(quantileInterval(sampleOf([1, 2, 3, 4, 5]), 0.5)).toBeNull();
  expect(quantileInterval(sampleOf(values(35, () => 1)), 0.9)).toBeNull();
});

test('values that are all equal, and five million of them, have an interval too', () => {
  expect(quantileInterval(sampleOf(values(10, () => 7)), 0.5)).toEqual({ lower: 7, upper: 7 });
  const many = sampleOfBins(Array.from({ length: 1000 }, (_, value) => ({ value, count: 5000 })));
  const { lower, upper } = quantileInterval(many, 0.95)!;
  expect(lower).toBeLessThanOrEqual(949);
  expect(upper).toBeGreaterThanOrEqual(949);
  expect(upper - lower).toBeLessThanOrEqual(1);
});

test('what is no quantile, no level or no number of values is refused', () => {
  expect(() => quantileInterval(sampleOf([1]), 1)).toThrow('quantile cannot be 1');
  expect(() => quantileInterval(sampleOf([1]), 0.5, 1)).toThrow('level cannot be 1');
  expect(() => quantileRanks(2.5, 0.5)).toThrow('n cannot be 2.5');
});
