import { pointsOf } from './points.ts';
import type { Card, CardMetric } from './scorecard.ts';

/** What a metric does to a score, set against the peers' median points: positive where it lifts. In points of the score. */
export interface Effect {
  readonly id: string;
  readonly effect: number;
  readonly points: number;
  readonly medianPoints: number;
  /** Of how many peers the median is. */
  readonly peers: number;
}

/** What the score would gain, were the metric at `value`. */
export interface Improvement {
  readonly id: string;
  readonly to: 'goal' | 'peers_median';
  readonly value: number;
  readonly gain: number;
  readonly peers: number;
}

export interface Comparison {
  /** Largest first. */
  readonly strengths: readonly Effect[];
  readonly weaknesses: readonly Effect[];
  readonly improvements: readonly Improvement[];
}

/** Less than this is 0.0 of a score that is told with one decimal. */
const LEAST_TOLD = 0.05;

/** What lifts and lowers a score against the peers, and what would lift it; the other figures staying as they are. */
export function comparisonOf({ metrics }: Pick<Card, 'metrics'>): Comparison {
  const effects = metrics.flatMap(effectOf);
  return {
    strengths: effects.filter(({ effect }) => effect >= LEAST_TOLD).sort((a, b) => b.effect - a.effect),
    weaknesses: effects.filter(({ effect }) => effect <= -LEAST_TOLD).sort((a, b) => a.effect - b.effect),
    improvements: metrics.flatMap(improvementsOf).sort((a, b) => b.gain - a.gain),
  };
}

/** Nobody is compared with themselves alone. */
function effectOf({ id, points, share, peers }: CardMetric): Effect[] {
  if (points === null || peers.n < 2) return [];
  const medianPoints = peers.medianPoints!;
  return [{ id, effect: share * (points - medianPoints), points, medianPoints, peers: peers.n }];
}

function improvementsOf({ id, points, share, rule, peers }: CardMetric): Improvement[] {
  if (points === null || rule === null) return [];
  const gain = (value: number) => share * (pointsOf(rule, value, peers.spread) - points);
  const found: Improvement[] = [];
  if (rule.goal !== null) {
    found.push({ id, to: 'goal', value: rule.goal, gain: gain(rule.goal), peers: peers.n });
  }
  const median = peers.medianValue;
  if (peers.n >= 2 && median !== null) {
    found.push({ id, to: 'peers_median', value: median, gain: gain(median), peers: peers.n });
  }
  return found.filter((one) => one.gain >= LEAST_TOLD);
}
