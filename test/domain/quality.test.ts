import { describe, expect, test } from 'vitest';
import { ces, csat, isSatisfied, nps, npsGroup, responseRate } from '../../services/domain/quality.ts';

describe('METRICS.md section 7, surveys', () => {
  test('of ten answers 7 good, 1 neutral and 2 bad: CSAT 70 %', () => {
    expect(csat({ satisfied: 7, answers: 10 })).toBe(0.7);
  });

  test('30 % detractors and 20 % promoters: NPS -10', () => {
    expect(nps({ promoters: 20, detractors: 30, answers: 100 })).toBe(-10);
  });

  test('30 % promoters and 20 % detractors: NPS +10', () => {
    expect(nps({ promoters: 30, detractors: 20, answers: 100 })).toBe(10);
    expect(nps({ promoters: 3, detractors: 2, answers: 10 })).toBe(10);
  });
});

test('satisfied are the top two boxes of five, the better one of two', () => {
  expect([1, 2, 3, 4, 5].filter((score) => isSatisfied(score, 5))).toEqual([4, 5]);
  expect([1, 2].filter((score) => isSatisfied(score, 2))).toEqual([2]);
});

test('the groups of the NPS are 0-6, 7-8 and 9-10', () => {
  const groups = Array.from({ length: 11 }, (_, score) => npsGroup(score));
  expect(groups).toEqual([
    ...Array(7).fill('detractor'),
    ...Array(2).fill('passive'),
    ...Array(2).fill('promoter'),
  ]);
});

test('effort is a mean, the response rate a ratio', () => {
  expect(ces({ scoreSum: 1 + 4 + 7 + 7, answers: 4 })).toBe(4.75);
  expect(responseRate({ answered: 3, sent: 12 })).toBe(0.25);
});

test('without answers there is no figure', () => {
  expect(csat({ satisfied: 0, answers: 0 })).toBeNull();
  expect(nps({ promoters: 0, detractors: 0, answers: 0 })).toBeNull();
  expect(ces({ scoreSum: 0, answers: 0 })).toBeNull();
  expect(responseRate({ answered: 0, sent: 0 })).toBeNull();
});
