import type { FactName } from '../../domain/measure/fact.ts';

export const DIMENSIONS = ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** `count`, `ratio` (0 to 1), `ms`, `score`, or `time` (UTC ms). */
export type Unit = 'count' | 'ratio' | 'ms' | 'score' | 'time';

/** The moment at which something counts: the begin or end of its span, or every instant of it. */
export type Anchor = 'start' | 'end' | 'instant';

interface Described {
  id: string;
  title: string;
  unit: Unit;
  /** What it is, with the formula, for people. */
  definition: string;
  anchor: Anchor;
  /** Which way is better. */
  direction: 'higher' | 'lower' | 'neutral';
}

/** An aggregate over the facts of one name. */
export interface FactMetric extends Described {
  kind: 'facts';
  fact: FactName;
  /** SQL of the aggregate over columns of `facts`; null (not 0) where nothing counts, but for counts. */
  value: string;
  /** Other formulas for the same question, by name. */
  variants?: Record<string, string>;
}

/** How many spells are open: at the end of each bucket, at its highest, or when it was highest. */
export interface DepthMetric extends Described {
  kind: 'depth';
  fact: FactName;
  /** SQL condition on `facts`: which spells count. */
  where: string;
  value: 'last' | 'peak' | 'peak_at';
}

/**
 * One metric, defined once: this entry serves the API, the dashboards, the alert rules and the documentation.
 */
export type Metric = FactMetric | DepthMetric;
