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

test.each([
  [2, [2]],
  [3, [3]],
  [4, [4]],
  [5, [4, 5]],
  [7, [6, 7]],
  [10, [9, 10]],
])('of %i boxes satisfied are %j: the top two from five up, else the best one', (boxes, satisfied) => {
  const each = Array.from({ length: boxes }, (_, i) => i + 1);
  expect(each.filter((score) => isSatisfied(score, boxes))).toEqual(satisfied);
});

test('three boxes, each chosen once: CSAT 1/3 (METRICS.md section 7)', () => {
  const satisfied = [3, 2, 1].filter((score) => isSatisfied(score, 3)).length;
  expect(csat({ satisfied, answers: 3 })).toBe(1 / 3);
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
