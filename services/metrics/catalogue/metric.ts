import type { FactName } from '../../domain/measure/fact.ts';

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

interface Described {
  id: string;
  title: string;
  unit: Unit;
  /** What it is, with the formula, for people. */
  definition: string;
  anchor: Anchor;
  /** Which way is better. */
  direction: 'higher' | 'lower' | 'neutral';
  /** `CONVERSATION_DIMENSIONS` if not given. */
  dimensions?: readonly Dimension[];
}

/**
 * An aggregate over facts. SQL fragments see the columns of `facts` and `{now:Int64}` (UTC ms).
 */
export interface FactMetric extends Described {
  kind: 'facts';
  anchor: 'start' | 'end';
  facts: readonly FactName[];
  /** SQL of the aggregate; null (not 0) where nothing counts, but for counts. */
  value: string;
  /** SQL of the single duration (ms) of a fact that a mean or percentile is made of. */
  of?: string;
  /** Other formulas for the same question, by name. */
  variants?: Record<string, string>;
  /** SQL condition: which facts the figure is made of, for whoever opens it. All if not given. */
  behind?: string;
}

/** How many spells are open: at the end of each bucket, at its highest, or when it was highest. */
export interface DepthMetric extends Described {
  kind: 'depth';
  anchor: 'instant';
  fact: FactName;
  /** SQL condition on `facts`: which spells count. */
  where: string;
  value: 'last' | 'peak' | 'peak_at';
}

/**
 * An aggregate over the time of agents. SQL fragments see, for each piece of time: `ms`, its length; `state`;
 * `plan`, the activity planned (empty: none); `slots` and `slots_busy`.
 */
export interface AgentMetric extends Described {
  kind: 'agents';
  anchor: 'covered';
  value: string;
}

/** First contact resolution: asks whether the customer came back. */
export interface FcrMetric extends Described {
  kind: 'fcr';
  anchor: 'end';
  value: 'rate' | 'pending';
}

/**
 * One metric, defined once: this entry serves the API, the dashboards, the alert rules and the documentation.
 */
export type Metric = FactMetric | DepthMetric | AgentMetric | FcrMetric;

export function dimensionsOf(metric: Metric): readonly Dimension[] {
  return metric.dimensions ?? CONVERSATION_DIMENSIONS;
}
