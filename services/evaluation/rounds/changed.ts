import type { ScorecardView } from '../view.ts';
import { metricKey } from './goals.ts';

type MetricView = ScorecardView['metrics'][number];

/** A figure that is no longer what it was when it was pinned. `metric` is `score` for the score itself. */
export interface ChangedFigure {
  metric: string;
  variant?: string;
  title: string;
  unit: string;
  /** The value then, and what the same question gives now. */
  pinned: number | null;
  now: number | null;
  n: { pinned: number | null; now: number | null };
  points: { pinned: number | null; now: number | null };
  /** Set where the catalogue has another formula by now: then late events need not be the cause. */
  formula_changed?: true;
}

/** Sums of the same parts in another order may differ in what lies below, of the larger of two values. */
const SAME = 1e-9;

/**
 * Metric by metric, where a card as it is now differs from the pinned one in value, cases or points. Null where somebody
 * has no card: nothing is known of them.
 *
 * @param formulas that have changed since, by `metricKey`
 */
export function changedFigures(
  pinned: ScorecardView | null,
  now: ScorecardView | null,
  formulas: ReadonlySet<string> = new Set(),
): ChangedFigure[] {
  const card = pinned ?? now;
  if (card === null) return [];
  const score = {
    metric: 'score',
    title: 'Score',
    unit: 'score',
    ...differenceOf(pinned && scoreOf(pinned), now && scoreOf(now)),
  };
  const metrics = card.metrics.map(({ id, variant, title, unit }) => {
    const find = (of: ScorecardView | null) =>
      of?.metrics.find((metric) => metric.id === id && metric.variant === variant) ?? null;
    return {
      metric: id,
      ...(variant === undefined ? {} : { variant }),
      title,
      unit,
      ...(formulas.has(metricKey(id, variant)) ? { formula_changed: true as const } : {}),
      ...differenceOf(find(pinned), find(now)),
    };
  });
  return [score, ...metrics].filter(
    (figure) => isOther(figure) || isOther(figure.n) || isOther(figure.points),
  );
}

type Figures = Pick<MetricView, 'value' | 'n' | 'points'>;
type Difference = Record<'pinned' | 'now', number | null>;

const scoreOf = ({ score }: ScorecardView): Figures => ({ value: score, n: null, points: score });

function differenceOf(pinned: Figures | null, now: Figures | null) {
  const both = (name: keyof Figures): Difference => ({
    pinned: pinned?.[name] ?? null,
    now: now?.[name] ?? null,
  });
  return { ...both('value'), n: both('n'), points: both('points') };
}

function isOther({ pinned, now }: Difference): boolean {
  if (pinned === null || now === null) return pinned !== now;
  return Math.abs(pinned - now) > SAME * Math.max(1, Math.abs(pinned), Math.abs(now));
}
