import type { Interval as Limits } from '../statistics/interval.ts';
import { sumInterval } from '../statistics/linear-combination.ts';
import { sharedRanks } from '../statistics/shared-ranks.ts';
import { medianOf, type Quartiles, quartilesOf, spreadOf } from './peers.ts';
import { formulaOf, PEERS_FOR_Z, type PointsRule, pointsOf, type Spread } from './points.ts';

/** The limits of a value at 95 % confidence, and how they were found. */
export interface Interval extends Limits {
  readonly method: 'wilson' | 't' | 'bootstrap';
}

/** What was measured of somebody. `n`: how many cases it is made of; null where cases are not what it counts. */
export interface Measured {
  readonly value: number | null;
  readonly n: number | null;
  readonly interval: Interval | null;
}

/** Why a metric could not be asked for at all. */
export type NotAsked = 'no_goal' | 'not_by_filter' | 'whole_quarters_only';
export type LeftOut = NotAsked | 'no_data' | 'below_least_volume' | 'too_few_peers';

/** One metric of somebody's card, before points. */
export interface MetricInput {
  readonly id: string;
  /** Which formula: peers are those who are measured by the same one. */
  readonly variant?: string | undefined;
  /** Above 0. */
  readonly weight: number;
  /** Least `n`; below it the metric is left out. */
  readonly least: number;
  readonly rule: PointsRule | NotAsked;
  readonly measured: Measured;
}

export interface CardInput {
  readonly id: string;
  readonly metrics: readonly MetricInput[];
}

export interface CardMetric {
  readonly id: string;
  readonly value: number | null;
  readonly n: number | null;
  readonly interval: Interval | null;
  readonly weight: number;
  readonly least: number;
  readonly rule: PointsRule | null;
  /** 0 to 100; null where it is left out. */
  readonly points: number | null;
  /** What of the score it makes up, 0 to 1: the weights of metrics left out are spread over the others in proportion. */
  readonly share: number;
  /** share x points: the sum of all is the score. */
  readonly contribution: number;
  readonly formula: string | null;
  readonly leftOut: LeftOut | null;
  readonly peers: MetricPeers;
}

/** How the metric stands among those who have enough volume in it. */
export interface MetricPeers {
  readonly n: number;
  readonly spread: Spread | null;
  readonly medianValue: number | null;
  readonly medianPoints: number | null;
  /** Null of fewer than five. */
  readonly quartiles: Quartiles | null;
}

export interface Card {
  readonly id: string;
  /** Weighted mean of points; null where every metric is left out. */
  readonly score: number | null;
  /** Limits of the score as far as the metrics have some: the others are taken as known exactly. */
  readonly interval: Limits | null;
  readonly rank: number | null;
  /** What of all weights counts, 0 to 1: two scores of which other metrics are left out are less alike than they look. */
  readonly covered: number;
  /** Of those who have a score: how many, and their quartiles from five up. */
  readonly peers: { readonly n: number; readonly quartiles: Quartiles | null };
  readonly metrics: readonly CardMetric[];
}

/** The cards of those who are compared with one another, in the given order. */
export function cardsOf(peers: readonly CardInput[]): Card[] {
  const standing = standings(peers);
  const scored = peers.map(({ id, metrics }) => {
    const weights = metrics.map((metric) =>
      whyLeftOut(metric, standing.get(keyOf(metric))!) === null ? metric.weight : 0,
    );
    const total = weights.reduce((a, b) => a + b, 0);
    const done = metrics.map((metric, i) => {
      const among = standing.get(keyOf(metric))!;
      return cardMetric(metric, among, total === 0 ? 0 : weights[i]! / total);
    });
    const all = metrics.reduce((sum, { weight }) => sum + weight, 0);
    return { id, metrics: done, covered: all === 0 ? 0 : total / all, ...scoreOf(done) };
  });
  const ranks = ranksOf(scored);
  const scores = scored.flatMap(({ score }) => score ?? []);
  const distribution = { n: scores.length, quartiles: quartilesOf(scores) };
  return scored.map((card) => ({ ...card, rank: ranks.get(card.id) ?? null, peers: distribution }));
}

/** Sums of the same parts in another order may differ in what lies below. */
const SCORE_DIGITS = 1e9;

/** A score without limits is taken as known exactly. */
function ranksOf(scored: readonly Pick<Card, 'id' | 'score' | 'interval'>[]): Map<string, number | null> {
  const candidates = scored.flatMap(({ id, score, interval }) => {
    if (score === null) return [];
    const estimate = Math.round(score * SCORE_DIGITS) / SCORE_DIGITS;
    const { lower, upper } = interval ?? { lower: score, upper: score };
    // The limits move with the score, which must lie between them.
    return [
      {
        key: id,
        estimate,
        interval: { lower: estimate - (score - lower), upper: estimate + (upper - score) },
      },
    ];
  });
  return new Map(sharedRanks(candidates).map(({ key, rank }) => [key, rank]));
}

const keyOf = ({ id, variant }: MetricInput) => `${id} ${variant ?? ''}`;

/** By metric, of those with enough volume; the points of z-scores need the spread of the values first. */
function standings(peers: readonly CardInput[]): Map<string, MetricPeers> {
  const counted = new Map<string, MetricInput[]>();
  for (const { metrics } of peers) {
    for (const metric of metrics) {
      const of = counted.get(keyOf(metric)) ?? [];
      counted.set(keyOf(metric), of);
      if (whyNotCounted(metric) === null) of.push(metric);
    }
  }
  return new Map(
    [...counted].map(([key, metrics]) => {
      const values = metrics.map(({ measured }) => measured.value!);
      const spread = values.length >= PEERS_FOR_Z ? spreadOf(values) : null;
      const points = metrics.flatMap(({ rule, measured }) =>
        typeof rule === 'string' || (rule.kind === 'z' && spread === null)
          ? []
          : [pointsOf(rule, measured.value!, spread)],
      );
      const peers: MetricPeers = {
        n: values.length,
        spread,
        medianValue: medianOf(values),
        medianPoints: medianOf(points),
        quartiles: quartilesOf(values),
      };
      return [key, peers];
    }),
  );
}

/** Why a metric of somebody does not count, whatever the peers have. */
function whyNotCounted({ rule, measured, least }: MetricInput): LeftOut | null {
  if (typeof rule === 'string') return rule;
  const { value, n } = measured;
  // Some figures have a least volume of their own.
  if (value === null) return n !== null && n > 0 && n < least ? 'below_least_volume' : 'no_data';
  return n !== null && n < least ? 'below_least_volume' : null;
}

function whyLeftOut(metric: MetricInput, { spread }: MetricPeers): LeftOut | null {
  const why = whyNotCounted(metric);
  if (why !== null || typeof metric.rule === 'string') return why;
  return metric.rule.kind === 'z' && spread === null ? 'too_few_peers' : null;
}

function cardMetric(metric: MetricInput, peers: MetricPeers, share: number): CardMetric {
  const { id, weight, least, measured } = metric;
  const leftOut = whyLeftOut(metric, peers);
  const rule = typeof metric.rule === 'string' ? null : metric.rule;
  const { spread } = peers;
  const points = leftOut === null && rule !== null ? pointsOf(rule, measured.value!, spread) : null;
  return {
    id,
    ...measured,
    weight,
    least,
    rule,
    points,
    share,
    contribution: share * (points ?? 0),
    formula: points === null ? null : formulaOf(rule!, measured.value!, spread),
    leftOut,
    peers,
  };
}

/** The score and, as far as its metrics have limits, its own; both from 0 to 100. */
function scoreOf(metrics: readonly CardMetric[]): Pick<Card, 'score' | 'interval'> {
  const counted = metrics.filter(({ points }) => points !== null);
  if (counted.length === 0) return { score: null, interval: null };
  const score = counted.reduce((sum, { contribution }) => sum + contribution, 0);
  if (counted.every(({ interval }) => interval === null)) return { score, interval: null };
  const { lower, upper } = sumInterval(
    counted.map((metric) => ({
      weight: metric.share,
      estimate: metric.points!,
      interval: pointsInterval(metric),
    })),
  );
  return { score, interval: { lower: Math.max(0, lower), upper: Math.min(100, upper) } };
}

/** Points rise or fall with the value all along, so the limits of the value give those of the points. */
function pointsInterval({ rule, points, interval, peers }: CardMetric): Limits {
  if (interval === null) return { lower: points!, upper: points! };
  const limits = [interval.lower, interval.upper].map((value) => pointsOf(rule!, value, peers.spread));
  return { lower: Math.min(...limits), upper: Math.max(...limits) };
}
