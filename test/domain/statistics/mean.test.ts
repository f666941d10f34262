import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanInterval, meanOf, meanVariance, momentsOf } from '../../../services/domain/statistics/mean.ts';
import { expectClose } from './close.ts';
import { coverage, values } from './coverage.ts';

const WAITS = [312, 45, 78, 1203, 96, 150, 61, 87, 240];

describe('scipy 1.17.1 says the same, stats.t.interval(level, n - 1, np.mean(values), stats.sem(values))', () => {
  test.each([
    [WAITS, 0.95, -29.944860555852756, 534.8337494447417],
    [[3, 5], 0.99, -59.656741162871526, 67.65674116287153],
  ])('%j at level %d', (observed, level, lower, upper) => {
    const interval = meanInterval(momentsOf(observed), level);
    expectClose(interval?.lower, lower);
    expectClose(interval?.upper, upper);
  });

  test('stats.t.interval(0.95, 999999, 4.2, 0.003)', () => {
    const n = 1_000_000;
    // Squares of which 4.2 is the mean, and 0.003 the mean's error.
    const squares = 4.2 ** 2 * n + 0.003 ** 2 * n * (n - 1);
    const interval = meanInterval({ n, sum: 4.2 * n, squares });
    expectClose(interval?.lower, 4.194120100929551);
    expectClose(interval?.upper, 4.20587989907045);
  });
});

test.each([
  ['normal values, few', 5, (normal: number) => 100 + 15 * normal, 100],
  ['durations that are skewed, many', 400, (normal: number) => Math.exp(normal), Math.exp(0.5)],
])('the true mean of %s lies within it about as often as it says', (_name, n, one, truth) => {
  const held = coverage(`mean/${n}`, 4000, (random) => ({
    truth,
    interval: meanInterval(momentsOf(values(n, () => one(random.normal())))),
  }));
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('it has the mean in its middle, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 2 }), (observed) => {
      const moments = momentsOf(observed);
      const { lower, upper } = meanInterval(moments)!;
      expect(lower).toBeLessThanOrEqual(upper);
      expect((lower + upper) / 2 / (meanOf(moments)! || 1)).toBeCloseTo(meanOf(moments) === 0 ? 0 : 1, 9);
    }),
  );
});

test('one value has a mean and no spread, no value has neither', () => {
  expect(meanOf(momentsOf([7]))).toBe(7);
  expect(meanInterval(momentsOf([7]))).toBeNull();
  expect(meanOf(momentsOf([]))).toBeNull();
  expect(meanInterval(momentsOf([]))).toBeNull();
});

test('values that are all equal have no spread, not even that of their last digits', () => {
  expect(meanVariance(momentsOf(values(1000, () => 0.1)))).toBe(0);
  expect(meanVariance(momentsOf(values(1000, () => 0)))).toBe(0);
  const interval = meanInterval(momentsOf([4, 4, 4]));
  expect(interval).toEqual({ lower: 4, upper: 4 });
});

test.each([
  [{ n: 3, sum: 6, squares: 11 }, 'sum of the squares of 3 values cannot be 11'],
  [{ n: 0, sum: 1, squares: 1 }, 'sum of 0 values cannot be 1'],
  [{ n: 2, sum: Number.NaN, squares: 1 }, 'sum of 2 values cannot be NaN'],
  [{ n: 2, sum: 1, squares: Number.POSITIVE_INFINITY }, 'sum of the squares of 2 values cannot be Infinity'],
  [{ n: 1.5, sum: 1, squares: 1 }, 'n cannot be 1.5'],
])('%j cannot be of any values and is refused', (moments, message) => {
  expect(() => meanInterval(moments)).toThrow(
    expect.objectContaining({ code: 'STATISTICS_BAD_INPUT', message }),
  );
});
