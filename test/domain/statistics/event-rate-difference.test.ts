import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventRateDifference } from '../../../services/domain/statistics/event-rate-difference.ts';
import { expectClose } from './close.ts';
import { coverage, frequency, occurrences } from './coverage.ts';

describe('statsmodels 0.15.0 says the same', () => {
  // confint_poisson_2indep(a, s, b, t, method='mover', compare='diff'), of the other and the base.
  test.each([
    [60, 51477.5, 30, 54308.7, 0.00026193641039269774, 0.0009864127183950334],
    [0, 10, 6, 8, -1.6364506253416775, -0.19087392463045838],
    [3, 10, 1, 400, 0.09918386358427494, 0.8796224495427293],
    [0, 5, 0, 9, -0.42682875785490304, 0.7682917641388254],
  ])('on the interval of %d in %d and %d in %d', (a, s, b, t, lower, upper) => {
    const { interval } = eventRateDifference({ count: b, exposure: t }, { count: a, exposure: s });
    expectClose(interval?.lower, lower);
    expectClose(interval?.upper, upper);
  });

  // test_poisson_2indep(a, s, b, t, method='score')
  test.each([
    [60, 51477.5, 30, 54308.7, 3.4174018390002145, 0.0006322188820470972],
    [1200, 30, 1100, 31, 2.8717319373116283, 0.004082290896771594],
  ])('on the score of %d in %d and %d in %d', (a, s, b, t, statistic, p) => {
    const found = eventRateDifference({ count: b, exposure: t }, { count: a, exposure: s });
    expect(found.test).toBe('poisson_score');
    expectClose(found.statistic, statistic);
    expectClose(found.p, p);
  });

  // test_poisson_2indep(a, s, b, t, method='exact-cond')
  test.each([
    [0, 10, 6, 8, 0.007707346629258937],
    [3, 10, 1, 400, 5.697580227060961e-5],
  ])('on the exact test of %d in %d and %d in %d', (a, s, b, t, p) => {
    const found = eventRateDifference({ count: b, exposure: t }, { count: a, exposure: s });
    expect(found).toMatchObject({ test: 'poisson_exact', statistic: null });
    expectClose(found.p, p);
  });
});

test('the true difference lies within the interval about as often as it says', () => {
  const held = coverage('event difference', 6000, (random) => {
    const [a, b] = [random.between(0.1, 2), random.between(0.1, 2)];
    const base = { count: occurrences(random, a, 30), exposure: 30 };
    const other = { count: occurrences(random, b, 20), exposure: 20 };
    return { truth: b - a, interval: eventRateDifference(base, other).interval };
  });
  expect(held).toBeGreaterThan(0.93);
  expect(held).toBeLessThan(0.97);
});

test('where there is no difference, one is found about as rarely as the test says, and no oftener', () => {
  const found = frequency('no event difference', 6000, (random) => {
    const rate = random.between(0.1, 2);
    const base = { count: occurrences(random, rate, 30), exposure: 30 };
    const other = { count: occurrences(random, rate, 20), exposure: 20 };
    return eventRateDifference(base, other).p! <= 0.05;
  });
  expect(found).toBeGreaterThan(0.02);
  expect(found).toBeLessThan(0.06);
});

test('nothing on either side is no difference, and any counts give numbers', () => {
  expect(eventRateDifference({ count: 0, exposure: 5 }, { count: 0, exposure: 9 })).toMatchObject({
    difference: 0,
    p: 1,
  });
  const some = fc.record({
    count: fc.integer({ min: 0, max: 100_000 }),
    exposure: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(some, some, (base, other) => {
      const { p, interval, difference } = eventRateDifference(base, other);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(interval!.lower).toBeLessThanOrEqual(difference!);
      expect(interval!.upper).toBeGreaterThanOrEqual(difference!);
    }),
  );
});

test('what is too unlikely for a number has a p of 0, and does not take long', () => {
  const found = eventRateDifference({ count: 1e9, exposure: 1e9 }, { count: 1e9, exposure: 1e-9 });
  expect(found).toMatchObject({ test: 'poisson_exact', p: 0 });
});
