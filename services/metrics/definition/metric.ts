import type { FactName } from '../../domain/measure/fact.ts';
import { type Aggregate, any, type Condition, type Figure, type Term } from './language.ts';

/** Dimensions that facts of conversations have, with their columns. */
export const DIMENSION_COLUMNS = {
  queue: 'queue',
  channel: 'channel',
  team: 'team',
  agent: 'agent',
  priority: 'priority',
  customer_tier: 'customer_tier',
  policy: 'policy',
  sla_metric: 'label',
  status: 'label',
  tag: 'label',
  language: 'label',
} as const;

export type Dimension = keyof typeof DIMENSION_COLUMNS;
export const DIMENSIONS = Object.keys(DIMENSION_COLUMNS) as Dimension[];

/** What every figure of conversations can be grouped and filtered by. */
export const CONVERSATION_DIMENSIONS: readonly Dimension[] = [
  'queue',
  'channel',
  'team',
  'agent',
  'priority',
  'customer_tier',
  'policy',
];

/** `count`, `ratio` (0 to 1), `ms`, `score`, or `time` (UTC ms). */
export type Unit = 'count' | 'ratio' | 'ms' | 'score' | 'time';

/**
 * The moment at which something counts: the begin of its span (of an SLA target: its due time), its end, every
 * instant of it, or the time that it covers, split at the borders of buckets.
 */
export type Anchor = 'start' | 'end' | 'instant' | 'covered';

/**
 * What a metric counts: facts that lie in the range by their anchor; spells that are open at an instant; pieces of
 * agents' time, split at the borders of buckets; or conversations solved for the first time, each knowing whether its
 * customer came back.
 */
export type MetricKind = 'facts' | 'depth' | 'agents' | 'fcr';

/**
 * One metric, defined once: this value serves the API, the dashboards, the alert rules and the documentation. How it is
 * evaluated is no part of it: see `../evaluate`.
 */
export interface Metric {
  id: string;
  title: string;
  unit: Unit;
  /** What it is, for people. */
  definition: string;
  anchor: Anchor;
  /** Which way is better. */
  direction: 'higher' | 'lower' | 'neutral';
  /** `CONVERSATION_DIMENSIONS` if not given. */
  dimensions?: readonly Dimension[];
  kind: MetricKind;
  /** Which facts are counted; none where agents' time is. */
  facts: readonly FactName[];
  figure: Figure;
  /** Other formulas for the same question, by name. */
  variants?: Readonly<Record<string, Figure>>;
  /** Which facts to show to whoever opens the figure, where they are others than `behind` finds. */
  behind?: Condition;
}

/** A metric of facts that lie in the range by their anchor. */
export type FactMetric = Metric & { kind: 'facts'; anchor: 'start' | 'end' };

export function isOfFacts(metric: Metric): metric is FactMetric {
  return metric.kind === 'facts';
}

export function dimensionsOf(metric: Metric): readonly Dimension[] {
  return metric.dimensions ?? CONVERSATION_DIMENSIONS;
}

/**
 * The anchor at which the facts of a metric are looked for, if they are asked for by another. A target has one anchor:
 * its due time.
 */
export function anchorOf(metric: Metric, asked?: 'start' | 'end'): 'start' | 'end' {
  const own = metric.anchor === 'end' ? 'end' : 'start';
  return metric.facts.includes('sla_target') ? own : (asked ?? own);
}

/** The formula of a variant; the metric's own where it has no such variant, or none is asked for. */
export function figureOf(metric: Metric, variant?: string): Figure {
  return (variant === undefined ? undefined : metric.variants?.[variant]) ?? metric.figure;
}

/** Which facts a figure is made of: of a ratio, those of its whole. */
export function behind(metric: Metric): Condition {
  return metric.behind ?? madeOf(metric.figure);
}

function madeOf(figure: Figure): Condition {
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return madeOf(figure.whole);
    case 'plus':
      return any(madeOf(figure.left), madeOf(figure.right));
    case 'minus':
      return madeOf(figure.left);
    case 'times':
    case 'at_least':
    case 'from':
      return madeOf(figure.of);
    default:
      return figure.where;
  }
}

/** The single duration (ms) of a fact that the figure is a mean, a percentile or an extreme of; null if of none. */
export function durationOf({ unit, figure }: Metric): Term | null {
  return unit === 'ms' && isAggregate(figure) && 'of' in figure ? figure.of : null;
}

export function isAggregate(figure: Figure): figure is Aggregate {
  return 'where' in figure;
}
