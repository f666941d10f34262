import { describe, expect, it } from 'vitest';
import { changedFigures } from '../../../services/evaluation/rounds/changed.ts';
import type { ScorecardView } from '../../../services/evaluation/view.ts';

type Figures = Pick<ScorecardView['metrics'][number], 'value' | 'n' | 'points'> & { variant?: string };

/** What of a card is compared. */
function card(score: number | null, ...metrics: (Figures & { id: string })[]): ScorecardView {
  const whole = metrics.map((metric) => ({ title: metric.id.toUpperCase(), unit: 'ratio', ...metric }));
  return { score, metrics: whole } as unknown as ScorecardView;
}
const csat = (value: number | null, n: number | null, points: number | null, variant?: string) => ({
  id: 'csat',
  value,
  n,
  points,
  ...(variant === undefined ? {} : { variant }),
});
const changed = (pinned: ScorecardView, now: ScorecardView | null) =>
  changedFigures(pinned, now).map((one) => one.metric + (one.variant === undefined ? '' : ` ${one.variant}`));

describe('what has changed since a card was pinned', () => {
  it('is nothing where the figures are the same, to what the order of a sum may do', () => {
    const pinned = card(75, csat(0.8, 10, 75), csat(null, 0, null, 'three'));
    expect(changed(pinned, card(75 + 1e-12, csat(0.1 + 0.7, 10, 75), csat(null, 0, null, 'three')))).toEqual(
      [],
    );
  });

  it('is each metric that differs in value, cases or points, each variant for itself', () => {
    const pinned = card(75, csat(0.8, 10, 75), csat(0.8, 10, 75, 'three'));
    expect(changed(pinned, card(80, csat(0.8, 10, 80), csat(0.8, 10, 75, 'three')))).toEqual([
      'score',
      'csat',
    ]);
    expect(changed(pinned, card(75, csat(0.8, 10, 75), csat(0.8, 20, 75, 'three')))).toEqual(['csat three']);
    expect(changedFigures(pinned, card(75, csat(0.9, 10, 75), csat(0.8, 10, 75, 'three')))).toEqual([
      {
        metric: 'csat',
        title: 'CSAT',
        unit: 'ratio',
        pinned: 0.8,
        now: 0.9,
        n: { pinned: 10, now: 10 },
        points: { pinned: 75, now: 75 },
      },
    ]);
  });

  it('is everything that was known where there is no card today', () => {
    const pinned = card(75, csat(0.8, 10, 75), csat(null, null, null, 'three'));
    expect(changed(pinned, null)).toEqual(['score', 'csat']);
  });

  it('is everything that is known where there was no card', () => {
    expect(changedFigures(null, card(null, csat(0.8, 2, null)))).toMatchObject([
      { metric: 'csat', pinned: null, now: 0.8, n: { pinned: null, now: 2 } },
    ]);
    expect(changedFigures(null, null)).toEqual([]);
  });

  it('says of a metric whether its formula is another by now', () => {
    const figures = changedFigures(
      card(75, csat(0.8, 10, 75)),
      card(80, csat(0.9, 10, 80)),
      new Set(['csat ']),
    );
    expect(figures.map(({ formula_changed }) => formula_changed)).toEqual([undefined, true]);
  });
});
