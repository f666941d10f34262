import { describe, expect, it } from 'vitest';
import { meanOf, meanVariance, momentsOf } from '../../../services/domain/statistics/mean.ts';
import { momentsOfDays, ratioByDays, varyByDays } from '../../../services/evaluation/compare/days.ts';

describe('a ratio as a mean of days', () => {
  it('is the ratio of all, and its spread that of the days', () => {
    // 3 of 10 and 9 of 20: 12 of 30. The mean whole is 15: 0.4 + (3 - 4)/15 and 0.4 + (9 - 8)/15.
    const days = ratioByDays([
      { part: 3, whole: 10 },
      { part: 9, whole: 20 },
    ])!;
    expect(meanOf(days)).toBeCloseTo(0.4, 15);
    expect(meanVariance(days)).toBeCloseTo(1 / 225, 15);
  });

  it('has no spread where all days are alike, and is none without a whole', () => {
    expect(
      meanVariance(
        ratioByDays([
          { part: 1, whole: 2 },
          { part: 2, whole: 4 },
        ])!,
      ),
    ).toBe(0);
    expect(ratioByDays([])).toBeNull();
    expect(ratioByDays([{ part: 0, whole: 0 }])).toBeNull();
  });
});

describe('days of whole weeks', () => {
  const week = [100, 90, 80, 85, 95, 20, 0];

  it('do not spread by being weekdays and Sundays', () => {
    const moments = momentsOfDays([...week, ...week, ...week]);
    expect(meanOf(moments)).toBeCloseTo(470 / 7, 12);
    expect(meanVariance(moments)).toBe(0);
  });

  it('spread by what is left of each weekday', () => {
    // Three Mondays of 97, 100 and 103: 18 is left, of 21 - 7 degrees of freedom.
    const days = [97, ...week.slice(1), ...week, 103, ...week.slice(1)];
    expect(meanVariance(momentsOfDays(days))).toBeCloseTo(18 / 14 / 21, 12);
  });

  it('are days like any other where the weeks are few or not whole', () => {
    for (const days of [
      [...week, ...week],
      [...week, ...week, ...week, 100],
    ])
      expect(momentsOfDays(days)).toEqual(momentsOf(days));
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
    expect(varyByDays(days, cases)).toBe(varies);
  });

  it('are not told from fewer than a week of them', () => {
    expect(varyByDays(momentsOf([1, 2, 3, 4, 5, 600]), 1e-9)).toBe(false);
  });
});
