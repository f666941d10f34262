import { describe, expect, test } from 'vitest';
import { differenceOf, type Evidence, estimateOf } from '../../../services/domain/statistics/figure.ts';
import { momentsOf } from '../../../services/domain/statistics/mean.ts';
import { sampleOf } from '../../../services/domain/statistics/sample.ts';
import { values } from './coverage.ts';

describe('each kind of figure has its estimate, its interval and its number of cases', () => {
  test.each<[Evidence, number, number]>([
    [{ kind: 'rate', n: 10, successes: 7 }, 0.7, 10],
    [{ kind: 'mean', ...momentsOf([1, 2, 3, 4, 10]) }, 4, 5],
    [{ kind: 'events', count: 12, exposure: 30 }, 0.4, 12],
    [{ kind: 'quantile', q: 0.5, sample: sampleOf([1, 2, 3, 4, 5, 7]) }, 3.5, 6],
  ])('%j', (evidence, estimate, n) => {
    const found = estimateOf(evidence);
    expect(found).toMatchObject({ estimate, n });
    expect(found.interval!.lower).toBeLessThan(estimate);
    expect(found.interval!.upper).toBeGreaterThan(estimate);
    const sure = estimateOf(evidence, 0.8).interval!;
    expect(sure.lower).toBeGreaterThan(found.interval!.lower);
  });
});

test('an interval is shown from five cases up', () => {
  expect(estimateOf({ kind: 'rate', n: 5, successes: 4 }).interval).not.toBeNull();
  expect(estimateOf({ kind: 'rate', n: 4, successes: 4 })).toEqual({ estimate: 1, interval: null, n: 4 });
  expect(estimateOf({ kind: 'mean', ...momentsOf([1, 2, 3, 4]) }).interval).toBeNull();
  // To see nothing happen is to have seen something.
  expect(estimateOf({ kind: 'events', count: 0, exposure: 90 }).interval).not.toBeNull();
});

test('of no cases there is no figure', () => {
  const nothing = { estimate: null, interval: null, n: 0 };
  expect(estimateOf({ kind: 'rate', n: 0, successes: 0 })).toEqual(nothing);
  expect(estimateOf({ kind: 'mean', ...momentsOf([]) })).toEqual(nothing);
  expect(estimateOf({ kind: 'quantile', q: 0.9, sample: sampleOf([]) })).toEqual(nothing);
});

test('figures of one kind are compared by the test that fits it', () => {
  const many = (shift: number) => values(50, () => 0).map((_, at) => at + shift);
  const pairs: [Evidence, Evidence][] = [
    [
      { kind: 'rate', n: 80, successes: 48 },
      { kind: 'rate', n: 70, successes: 56 },
    ],
    [
      { kind: 'mean', ...momentsOf(many(0)) },
      { kind: 'mean', ...momentsOf(many(20)) },
    ],
    [
      { kind: 'events', count: 30, exposure: 60 },
      { kind: 'events', count: 60, exposure: 60 },
    ],
    [
      { kind: 'quantile', q: 0.5, sample: sampleOf(many(0)) },
      { kind: 'quantile', q: 0.5, sample: sampleOf(many(20)) },
    ],
  ];
  const found = pairs.map(([base, other]) => differenceOf(base, other));
  expect(found.map(({ test }) => test)).toEqual(['pooled_z', 'welch_t', 'poisson_score', 'bootstrap']);
  for (const { p, difference } of found) {
    expect(p).toBeLessThan(0.05);
    expect(difference).toBeGreaterThan(0);
  }
});

test('figures of different kinds are not compared', () => {
  const rate: Evidence = { kind: 'rate', n: 80, successes: 48 };
  const median: Evidence = { kind: 'quantile', q: 0.5, sample: sampleOf([1]) };
  expect(() => differenceOf(rate, median)).toThrow('rate and quantile 0.5 cannot be compared');
  expect(() => differenceOf({ ...median, q: 0.9 }, median)).toThrow('quantile 0.9 and quantile 0.5');
});
