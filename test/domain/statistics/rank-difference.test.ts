import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankDifference } from '../../../services/domain/statistics/rank-difference.ts';
import { sampleOf, sampleOfBins } from '../../../services/domain/statistics/sample.ts';
import { expectClose } from './close.ts';
import { coverage, frequency, values } from './coverage.ts';

describe('scipy 1.17.1 says the same, stats.mannwhitneyu(other, base, method="asymptotic")', () => {
  test.each([
    [[201, 44, 52, 260, 71, 33, 129], [312, 45, 78, 1203, 96, 150, 61, 87, 240], 21, 0.2898219698286134],
    [[1, 2, 2, 3, 3, 3, 4, 5, 5, 5], [2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 5], 36.5, 0.10813244993214799],
    [[5, 5, 5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5], 24, 1],
  ])('%j and %j', (other, base, u, p) => {
    const found = rankDifference(sampleOf(base), sampleOf(other));
    expect(found.test).toBe('mann_whitney');
    expectClose(((found.difference! + 1) * base.length * other.length) / 2, u);
    expectClose(found.p, p);
  });
});

test('the true difference lies within the interval about as often as it says', () => {
  // Of exponential values of means 1 and r, the second is larger with the chance r / (1 + r).
  const held = coverage('rank difference', 3000, (random) => {
    const r = random.between(1, 4);
    const base = sampleOf(values(15 + random.integer(50), () => random.exponential(1)));
    const other = sampleOf(values(15 + random.integer(50), () => random.exponential(r)));
    return { truth: (r - 1) / (r + 1), interval: rankDifference(base, other).interval };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('where there is no difference, one is found about as rarely as the test says, ties or not', () => {
  for (const steps of [5, 1_000_000]) {
    const found = frequency(`no rank difference/${steps}`, 3000, (random) => {
      const [base, other] = [12, 20].map((n) => sampleOf(values(n, () => random.integer(steps))));
      return rankDifference(base!, other!).p! <= 0.05;
    });
    expect(found).toBeGreaterThan(0.03);
    expect(found).toBeLessThan(0.06);
  }
});

test('it is what counting all pairs gives, and turned round its opposite', () => {
  const observed = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 5, maxLength: 25 });
  fc.assert(
    fc.property(observed, observed, (base, other) => {
      const there = rankDifference(sampleOf(base), sampleOf(other));
      const back = rankDifference(sampleOf(other), sampleOf(base));
      const signs = other.flatMap((a) => base.map((b) => Math.sign(a - b)));
      expect(there.difference).toBeCloseTo(
        signs.reduce<number>((sum, sign) => sum + sign, 0) / signs.length,
        12,
      );
      expect(there.difference! + back.difference!).toBeCloseTo(0, 12);
      expectClose(back.p, there.p!);
      expect(there.interval!.lower + back.interval!.upper).toBeCloseTo(0, 9);
      expect(there.interval!.lower).toBeLessThanOrEqual(there.difference! + 1e-12);
      expect(there.interval!.upper).toBeGreaterThanOrEqual(there.difference! - 1e-12);
    }),
  );
});

test('wholly apart it is 1, and the interval still has a width', () => {
  const found = rankDifference(sampleOf([1, 2, 3, 4, 5]), sampleOf([6, 7, 8, 9, 10]));
  expect(found).toMatchObject({ difference: 1, interval: { upper: 1 } });
  expect(found.interval!.lower).toBeGreaterThan(0);
  expect(found.interval!.lower).toBeLessThan(0.9);
});

test('too few values have a difference, and nothing to judge it by', () => {
  const nothing = { interval: null, statistic: null, p: null, test: 'mann_whitney' };
  expect(rankDifference(sampleOf([1, 2]), sampleOf([3]))).toEqual({ ...nothing, difference: 1 });
  expect(rankDifference(sampleOf([]), sampleOf([3]))).toEqual({ ...nothing, difference: null });
});

test('five million values on each side are compared as any others', () => {
  const bins = (shift: number) =>
    sampleOfBins(Array.from({ length: 1000 }, (_, value) => ({ value: value + shift, count: 5000 })));
  const { statistic, p, difference } = rankDifference(bins(0), bins(1));
  // Of the million pairs of values 500,500 are won and 498,501 lost.
  expect(difference).toBeCloseTo(0.001999, 9);
  expect(p).toBeGreaterThan(0);
  expect(p).toBeLessThan(1e-6);
  expect(Number.isFinite(statistic)).toBe(true);
});
