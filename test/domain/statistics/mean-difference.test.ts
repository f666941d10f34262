import { describe, expect, test } from 'vitest';
import { momentsOf } from '../../../services/domain/statistics/mean.ts';
import { meanDifference } from '../../../services/domain/statistics/mean-difference.ts';
import { expectClose } from './close.ts';
import { coverage, values } from './coverage.ts';

const BASE = [312, 45, 78, 1203, 96, 150, 61, 87, 240];
const OTHER = [201, 44, 52, 260, 71, 33, 129];

describe('scipy 1.17.1 says the same', () => {
  test('stats.ttest_ind(other, base, equal_var=False), and its confidence_interval(0.95)', () => {
    const found = meanDifference(momentsOf(BASE), momentsOf(OTHER));
    expect(found.test).toBe('welch_t');
    expectClose(found.statistic, -1.100193041831533);
    expectClose(found.p, 0.2993420601740337);
    expectClose(found.interval?.lower, -425.8724156213692);
    expectClose(found.interval?.upper, 146.69781244676605);
  });

  test('where one side has no spread: stats.ttest_ind([3, 3], [5, 6], equal_var=False)', () => {
    const found = meanDifference(momentsOf([5, 6]), momentsOf([3, 3]));
    expectClose(found.statistic, -5);
    expectClose(found.p, 0.1256659163780024);
    expectClose(found.interval?.lower, -8.853102368087347);
    expectClose(found.interval?.upper, 3.853102368087347);
  });

  test('stats.ttest_ind_from_stats(412.5, 98.2, 250000, 411.9, 130.7, 180000, equal_var=False)', () => {
    const moments = (mean: number, deviation: number, n: number) => ({
      n,
      sum: mean * n,
      squares: mean ** 2 * n + deviation ** 2 * (n - 1),
    });
    const found = meanDifference(moments(411.9, 130.7, 180_000), moments(412.5, 98.2, 250_000));
    expectClose(found.statistic, 1.6422912376288752);
    expectClose(found.p, 0.100530650288929);
  });
});

test.each([[[5, 8]], [[40, 12]]])(
  'the true difference of means of %j values that spread differently lies within it about as often as it says',
  ([m, n]) => {
    const held = coverage(`mean difference/${m}`, 6000, (random) => ({
      truth: 7,
      interval: meanDifference(
        momentsOf(values(m!, () => 20 + 5 * random.normal())),
        momentsOf(values(n!, () => 27 + 15 * random.normal())),
      ).interval,
    }));
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  },
);

const NOTHING = { interval: null, test: 'welch_t', statistic: null, p: null };

test('without values there is no difference; without spread it stands alone', () => {
  expect(meanDifference(momentsOf([]), momentsOf([1, 2]))).toEqual({ ...NOTHING, difference: null });
  expect(meanDifference(momentsOf([4]), momentsOf([1, 2]))).toEqual({ ...NOTHING, difference: -2.5 });
  expect(meanDifference(momentsOf([4, 4, 4]), momentsOf([5, 5]))).toEqual({ ...NOTHING, difference: 1 });
  expect(meanDifference(momentsOf([4, 4, 4]), momentsOf([4, 4]))).toEqual({ ...NOTHING, difference: 0 });
});

test('values very small or very large are compared as any others', () => {
  for (const size of [1e-150, 1e-30, 1e30, 1e150]) {
    const scaled = (observed: number[]) => momentsOf(observed.map((value) => value * size));
    const found = meanDifference(scaled(BASE), scaled(OTHER));
    expectClose(found.statistic, -1.100193041831533);
    expectClose(found.p, 0.2993420601740337);
  }
});
