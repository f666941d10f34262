import { describe, expect, it } from 'vitest';
import { meanOf, meanVariance, momentsOf } from '../../../services/domain/statistics/mean.ts';
import { quantileOf, sampleOf } from '../../../services/domain/statistics/sample.ts';
import {
  meanByTime,
  ratioBy,
  ratioByTime,
  thinned,
  varyMore,
  weeksOf,
} from '../../../services/evaluation/compare/days.ts';

const parts = (part: number, whole: number) => ({ part, whole });

describe('a ratio as a mean of days', () => {
  it('is the ratio of all, and its spread that of the days', () => {
    // 3 of 10 and 9 of 20: 12 of 30. The mean whole is 15: 0.4 + (3 - 4)/15 and 0.4 + (9 - 8)/15.
    const days = ratioBy([parts(3, 10), parts(9, 20)])!;
    expect(meanOf(days)).toBeCloseTo(0.4, 15);
    expect(meanVariance(days)).toBeCloseTo(1 / 225, 15);
  });

  it('has no spread where all days are alike, and is none without a whole', () => {
    expect(meanVariance(ratioBy([parts(1, 2), parts(2, 4)])!)).toBe(0);
    expect(ratioBy([])).toBeNull();
    expect(ratioBy([parts(0, 0)])).toBeNull();
  });
});

describe('weeks', () => {
  it('are of whole ones, three and more', () => {
    const days = (count: number) => Array.from({ length: count }, (_, day) => day);
    expect(weeksOf(days(21))).toEqual([days(7), days(14).slice(7), days(21).slice(14)]);
    for (const count of [0, 14, 20, 22, 27]) expect(weeksOf(days(count)), String(count)).toBeNull();
  });

  it('have the parts of their days together', () => {
    // Weeks of 7, 14 and 21 of 70 each: a fifth of all.
    const days = [1, 2, 3].flatMap((part) => Array.from({ length: 7 }, () => parts(part, 10)));
    const { weeks } = ratioByTime(days);
    expect(weeks).toMatchObject({ n: 3 });
    expect(meanOf(weeks!)).toBeCloseTo(0.2, 15);
    expect(meanVariance(weeks!)).toBeCloseTo(0.01 / 3, 15);
    expect(ratioByTime(days.slice(1)).weeks).toBeNull();
  });

  it('do not spread by having Mondays and Sundays', () => {
    const week = [100, 90, 80, 85, 95, 20, 0];
    const { days, weeks } = meanByTime([...week, ...week, ...week]);
    expect(meanOf(weeks!)).toBeCloseTo(470 / 7, 12);
    expect(meanVariance(weeks!)).toBe(0);
    expect(meanVariance(days!)).toBeGreaterThan(50);
  });
});

describe('days that vary', () => {
  const days = momentsOf([1, 2, 3, 4, 5, 6, 7]);
  // Their variance is 14/3, that of their mean 2/3; three errors above are 1 + 3 / sqrt(3).
  it.each([
    [2 / 3, false],
    [2 / 3 / 2.7, false],
    [2 / 3 / 2.8, true],
    [0, false],
  ])('more than cases explain, whose variance is %d: %s', (cases, varies) => {
    expect(varyMore(days, cases)).toBe(varies);
  });

  it('are not told from two of them', () => {
    expect(varyMore(momentsOf([1, 600]), 1e-9)).toBe(false);
  });
});

describe('a sample worth as many independent values as its days', () => {
  const sample = sampleOf(Array.from({ length: 1_000 }, (_, i) => i + 1));
  // Four weeks, whose variance of the mean is 1: Student's t of 3 degrees of freedom is 3.1824 / 1.96 times as wide.
  const weeks = momentsOf([-Math.sqrt(3), -Math.sqrt(3), Math.sqrt(3), Math.sqrt(3)]);
  const WIDER = (3.182446305284263 / 1.959963984540054) ** 2;

  it('is smaller by the design effect, and by what few days do not tell', () => {
    expect(meanVariance(weeks)).toBeCloseTo(1, 12);
    expect(thinned(sample, weeks, 1 / 4)!.n).toBe(Math.floor(1_000 / 4 / WIDER));
    expect(thinned(sample, weeks, 2)!.n, 'never more than there are').toBe(Math.floor(1_000 / WIDER));
  });

  it('has the same quantiles', () => {
    const few = thinned(sample, weeks, 1 / 4)!;
    for (const q of [0.1, 0.5, 0.9]) expect(quantileOf(few, q)! / 1_000).toBeCloseTo(q, 1);
    expect(few.values[0]! - 1 + (1_000 - few.values.at(-1)!)).toBeCloseTo(1_000 / few.n - 1, 9);
  });

  it('is none where days are too few', () => {
    expect(thinned(sample, momentsOf([1, 2]), 1)).toBeNull();
    expect(thinned(sampleOf([]), weeks, 1)).toBeNull();
  });
});
