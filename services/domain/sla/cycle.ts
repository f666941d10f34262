import type { Dimensions, Fact } from '../measure/fact.ts';
import type { SlaMetric } from './policy.ts';

/** One run of a metric that a target can be set on: somebody waits from `from` until `endAt`. */
export interface Cycle {
  metric: SlaMetric;
  /** From 0: replies, updates and queue spells come again and again, resolutions with every reopening. */
  number: number;
  from: number;
  /** When it was fulfilled, or when nobody waited any longer; null while somebody does. */
  endAt: number | null;
  fulfilled: boolean;
  /** Of the end, or of now. */
  dimensions: Dimensions;
  /** Who fulfilled it or is to. */
  agent: string;
}

/** The cycle that an ended fact fulfilled. */
export function fulfilledCycle(metric: SlaMetric, fact: Fact): Cycle {
  const { seq, at, endedAt, agent } = fact;
  return { metric, number: seq, from: at, endAt: endedAt, fulfilled: true, dimensions: fact, agent };
}

/** A cycle that nobody fulfilled: still running with `until` null, else given up then. */
export function unfulfilledCycle(
  metric: SlaMetric,
  number: number,
  from: number,
  until: number | null,
  dimensions: Dimensions,
): Cycle {
  return { metric, number, from, endAt: until, fulfilled: false, dimensions, agent: dimensions.agent };
}
