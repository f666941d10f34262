import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excludesZero } from '../../../services/domain/statistics/interval.ts';
import { quantileDifference } from '../../../services/domain/statistics/quantile-difference.ts';
import { sampleOf } from '../../../services/domain/statistics/sample.ts';
import { Random } from '../../../services/simulator/random.ts';
import { coverage, frequency, values } from './coverage.ts';

describe('the true difference of durations lies within the interval about as often as it says', () => {
  test.each([
    [0.5, 300, 300],
    [0.9, 400, 400],
  ])('quantile %d of %d and %d values', (q, m, n) => {
    const held = holds(1500, q, m, n);
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });

  test.each([
    [0.5, 6, 8],
    [0.9, 36, 60],
  ])('of few values a little oftener: quantile %d of %d and %d', (q, m, n) => {
    const held = holds(400, q, m, n);
    expect(held).toBeGreaterThan(0.95);
    expect(held).toBeLessThan(0.995);
  });
});

function holds(runs: number, q: number, m: number, n: number): number {
  return coverage(`quantile difference/${q}/${m}/${n}`, runs, (random) => {
    const base = sampleOf(values(m, () => random.exponential(1)));
    const other = sampleOf(values(n, () => random.exponential(2)));
    return { truth: -Math.log(1 - q), interval: quantileDifference(base, other, q).interval };
  });
}

test('where there is no difference, one is found about as rarely as the test says', () => {
  const found = frequency('no quantile difference', 1000, (random) => {
    const [base, other] = [40, 80].map((n) =>
      sampleOf(values(n, () => random.duration({ medianMs: 90, sigma: 1 }))),
    );
    return quantileDifference(base!, other!, 0.5).p! <= 0.05;
  });
  expect(found).toBeGreaterThan(0.02);
  expect(found).toBeLessThan(0.07);
});

test('interval and p agree on whether there is a difference', () => {
  const random = new Random('agree');
  const observed = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 36, maxLength: 80 });
  fc.assert(
    fc.property(
      observed,
      observed,
      fc.constantFrom(0.5, 0.9),
      fc.constantFrom(0.9, 0.95),
      (a, b, q, level) => {
        const shift = random.integer(20);
        const other = sampleOf(b.map((value) => value + shift));
        const { interval, p } = quantileDifference(sampleOf(a), other, q, level);
        expect(excludesZero(interval)).toBe(p! <= 1 - level + 1e-9);
      },
    ),
  );
});

test('samples far apart differ as surely as resampling can tell, equal ones not at all', () => {
  const low = sampleOf(Array.from({ length: 100 }, (_, at) => at));
  const high = sampleOf(Array.from({ length: 100 }, (_, at) => 1000 + at));
  expect(quantileDifference(low, high, 0.5)).toMatchObject({
    difference: 1000,
    test: 'bootstrap',
    p: 1 / 10_000,
  });
  expect(quantileDifference(low, low, 0.9)).toMatchObject({ difference: 0 });
  expect(quantileDifference(low, low, 0.9).p).toBeGreaterThan(0.99);
  const same = sampleOf(values(40, () => 5));
  expect(quantileDifference(same, same, 0.5)).toMatchObject({ interval: { lower: 0, upper: 0 }, p: 1 });
});

test('too few values have a difference, and nothing to judge it by', () => {
  const nothing = { interval: null, statistic: null, p: null, test: 'bootstrap' };
  expect(quantileDifference(sampleOf([1, 2, 3]), sampleOf([5]), 0.5)).toEqual({ ...nothing, difference: 3 });
  expect(quantileDifference(sampleOf([]), sampleOf([5]), 0.5)).toEqual({ ...nothing, difference: null });
});
