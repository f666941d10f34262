import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateDifference } from '../../../services/domain/statistics/rate-difference.ts';
import { expectClose } from './close.ts';
import { coverage, frequency, successes } from './coverage.ts';

describe('statsmodels 0.15.0 and scipy 1.17.1 say the same', () => {
  // confint_proportions_2indep(a, m, b, n, method='newcomb', compare='diff', alpha), of the other and the base.
  test.each([
    [56, 70, 48, 80, 0.05, 0.05243147240236498, 0.33387265403690614],
    [56, 70, 48, 80, 0.01, 0.005370869250078403, 0.3718084317757736],
    [9, 10, 3, 10, 0.05, 0.1705227239345029, 0.809017973535488],
    [10, 10, 0, 20, 0.05, 0.6790860371419145, 1],
    [5000, 100_000, 5300, 100_000, 0.05, -0.004937727286762886, -0.0010627807917733892],
    [0, 50, 0, 40, 0.05, -0.08762160119728668, 0.07134759913335874],
    [1, 100_000, 8, 100_000, 0.05, -0.0001483026487481374, -8.900414368753014e-6],
  ])('on the interval of %d of %d and %d of %d, alpha %d', (a, m, b, n, alpha, lower, upper) => {
    const { interval } = rateDifference({ n, successes: b }, { n: m, successes: a }, 1 - alpha);
    expectClose(interval?.lower, lower);
    expectClose(interval?.upper, upper);
  });

  // proportions_ztest([a, b], [m, n])
  test.each([
    [56, 70, 48, 80, 2.6501719512585336, 0.00804508136819656],
    [5000, 100_000, 5300, 100_000, -3.0351766659342263, 0.0024039482799847168],
  ])('on z of %d of %d and %d of %d', (a, m, b, n, statistic, p) => {
    const found = rateDifference({ n, successes: b }, { n: m, successes: a });
    expect(found.test).toBe('pooled_z');
    expectClose(found.statistic, statistic);
    expectClose(found.p, p);
  });

  // stats.fisher_exact([[a, m - a], [b, n - b]])
  test.each([
    [9, 10, 3, 10, 0.019766611097880443],
    [10, 10, 0, 20, 3.328339160423118e-8],
    [0, 50, 0, 40, 1],
    [1, 100_000, 8, 100_000, 0.03905828130338074],
    [4, 14, 0, 900, 3.465094878509196e-8],
    [40, 50, 0, 900, 1.4996629826685394e-61],
  ])('on the exact test of %d of %d and %d of %d', (a, m, b, n, p) => {
    const found = rateDifference({ n, successes: b }, { n: m, successes: a });
    expect(found).toMatchObject({ test: 'fisher_exact', statistic: null });
    expectClose(found.p, p);
  });
});

test('the true difference lies within the interval about as often as it says', () => {
  const held = coverage('rate difference', 6000, (random) => {
    const [m, n] = [10 + random.integer(90), 10 + random.integer(90)];
    const [a, b] = [random.between(0.05, 0.95), random.between(0.05, 0.95)];
    const base = { n: m, successes: successes(random, m, a) };
    const other = { n, successes: successes(random, n, b) };
    return { truth: b - a, interval: rateDifference(base, other).interval };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('where there is no difference, one is found about as rarely as the test says, and no oftener', () => {
  const found = frequency('no rate difference', 6000, (random) => {
    const share = random.between(0.02, 0.98);
    const [m, n] = [5 + random.integer(95), 5 + random.integer(95)];
    const base = { n: m, successes: successes(random, m, share) };
    const other = { n, successes: successes(random, n, share) };
    return rateDifference(base, other).p! <= 0.05;
  });
  expect(found).toBeGreaterThan(0.02);
  expect(found).toBeLessThan(0.06);
});

test('of any cases it is a number, and turned round its opposite', () => {
  const rates = fc
    .oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10_000_000_000 }))
    .chain((n) =>
      fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: Math.min(n, 100_000) }) }),
    );
  fc.assert(
    fc.property(rates, rates, (base, other) => {
      const there = rateDifference(base, other);
      const back = rateDifference(other, base);
      expect(there.p).toBeGreaterThanOrEqual(0);
      expect(there.p).toBeLessThanOrEqual(1);
      expectClose(back.p, there.p!);
      expect(there.difference! + back.difference!).toBe(0);
      expect(there.interval!.lower + back.interval!.upper).toBeCloseTo(0, 12);
      expect(there.interval!.lower).toBeLessThanOrEqual(there.difference!);
      expect(there.interval!.upper).toBeGreaterThanOrEqual(there.difference!);
    }),
  );
});

test('beside no cases there is nothing to compare', () => {
  expect(rateDifference({ n: 0, successes: 0 }, { n: 9, successes: 3 })).toEqual({
    difference: null,
    interval: null,
    test: 'fisher_exact',
    statistic: null,
    p: null,
  });
});
