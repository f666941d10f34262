import { describe, expect, it } from 'vitest';
import type { PointsRule } from '../../services/domain/scorecard/points.ts';
import { type CardMetric, cardsOf } from '../../services/domain/scorecard/scorecard.ts';
import { howText, metricText } from '../../services/evaluation/in-words.ts';

/** The metric of the first of those who have these values. */
function metricOf(rule: PointsRule, values: readonly (number | null)[], n = 10): CardMetric {
  const cards = cardsOf(
    values.map((value, place) => ({
      id: `a${place}`,
      metrics: [{ id: 'm', weight: 1, least: 5, rule, measured: { value, n, interval: null } }],
    })),
  );
  return cards[0]!.metrics[0]!;
}
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;
const minutes = (...values: number[]) => values.map((value) => value * 60_000);

describe('how a value became points', () => {
  it('of a line: at its ends, and here', () => {
    const rule = { kind: 'linear', direction: 'at_least', goal: 0.9, floor: 0.5 } as const;
    expect(plain(howText(metricOf(rule, [0.834]), 'ratio'))).toBe('50 % → 0 · 90 % → 100 · 83.4 % → 83.5');
    expect(plain(howText(metricOf(rule, [1]), 'ratio'))).toBe('50 % → 0 · 90 % → 100 · 100 % → 100');
  });

  it('of steps: the best first, and what is below all', () => {
    const steps = [
      { reach: 14_400_000, points: 40 },
      { reach: 3_600_000, points: 100 },
    ];
    const rule = { kind: 'steps', direction: 'at_most', goal: null, steps } as const;
    expect(plain(howText(metricOf(rule, [7_200_000]), 'ms'))).toBe(
      '≤ 1h → 100 · ≤ 4h → 40 · > 4h → 0 · 2h → 40',
    );
  });

  it('among peers: by the mean and the spread, less being better or more', () => {
    const values = minutes(8, 10, 12, 14, 16);
    const less = { kind: 'z', direction: 'at_most', goal: null } as const;
    expect(plain(howText(metricOf(less, values), 'ms'))).toBe('50 + 10 × (12m − 8m) ÷ 2m 50s → 64.1');
    const more = { ...less, direction: 'at_least' } as const;
    expect(plain(howText(metricOf(more, values), 'ms'))).toBe('50 + 10 × (8m − 12m) ÷ 2m 50s → 35.9');
    expect(plain(howText(metricOf(more, minutes(8, 8, 8, 8, 8)), 'ms'))).toBe('8m = 8m → 50');
  });

  it('of what is left out: what it would be by', () => {
    const line = { kind: 'linear', direction: 'at_least', goal: 0.9, floor: 0.5 } as const;
    expect(plain(howText(metricOf(line, [1], 2), 'ratio'))).toBe('50 % → 0 · 90 % → 100');
    expect(plain(howText(metricOf({ kind: 'z', direction: 'at_least', goal: null }, [1, 2]), 'score'))).toBe(
      '50 + 10 z',
    );
  });
});

it('figures are told in the unit of the metric, and none where there is none', () => {
  const rule = { kind: 'z', direction: 'at_most', goal: 300_000 } as const;
  expect(metricText(metricOf(rule, [null]), 'ms')).toEqual({
    value: null,
    interval: null,
    goal: '≤\u00a05m',
    median: null,
  });
  expect(metricText(metricOf(rule, minutes(8, 10, 12, 14, 16)), 'ms')).toMatchObject({
    value: '8m',
    median: '12m',
  });
});
