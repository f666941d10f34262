import type { ScorecardView } from '../view.ts';

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
}

/** Sums of the same parts in another order may differ in what lies below, of the larger of two values. */
const SAME = 1e-9;

/**
 * Metric by metric, where a card as it is now differs from the pinned one in value, cases or points.
 *
 * @param now null where nobody has a card today, such as an agent who is no longer known
 */
export function changedFigures(pinned: ScorecardView, now: ScorecardView | null): ChangedFigure[] {
  const score = {
    metric: 'score',
    title: 'Score',
    unit: 'score',
    ...figuresOf(scoreOf(pinned), now === null ? undefined : scoreOf(now)),
  };
  const metrics = pinned.metrics.map((metric) => ({
    metric: metric.id,
    ...(metric.variant === undefined ? {} : { variant: metric.variant }),
    title: metric.title,
    unit: metric.unit,
    ...figuresOf(
      metric,
      now?.metrics.find(({ id, variant }) => id === metric.id && variant === metric.variant),
    ),
  }));
  return [score, ...metrics].filter(
    (figure) => isOther(figure) || isOther(figure.n) || isOther(figure.points),
  );
}

type Figures = Pick<MetricView, 'value' | 'n' | 'points'>;
type Difference = Record<'pinned' | 'now', number | null>;

const scoreOf = ({ score }: ScorecardView): Figures => ({ value: score, n: null, points: score });

function figuresOf(
  pinned: Figures,
  now: Figures | undefined,
): Difference & { n: Difference; points: Difference } {
  const both = (name: keyof Figures): Difference => ({ pinned: pinned[name], now: now?.[name] ?? null });
  return { ...both('value'), n: both('n'), points: both('points') };
}

function isOther({ pinned, now }: Difference): boolean {
  if (pinned === null || now === null) return pinned !== now;
  return Math.abs(pinned - now) > SAME * Math.max(1, Math.abs(pinned), Math.abs(now));
}
