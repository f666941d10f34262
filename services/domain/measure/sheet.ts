import type { SlaMetric } from '../sla/policy.ts';
import type { Dimensions, Fact } from './fact.ts';

/** What the rules write down about a conversation. */
export interface Sheet {
  /** Facts whose time is all that lies between `at` and `endedAt`; their business time is taken at the end. */
  readonly spans: Fact[];
  /** Facts whose time is a part of that; who makes them knows their business time. */
  readonly sums: Fact[];
  /** What targets can have been set on. */
  readonly cycles: Cycle[];
}

export function emptySheet(): Sheet {
  return { spans: [], sums: [], cycles: [] };
}

/** One run of a metric that a target can be set on: somebody waits from `from` until `endAt`. */
export interface Cycle {
  readonly metric: SlaMetric;
  /** From 0: replies, updates and queue spells come again and again, resolutions with every reopening. */
  readonly number: number;
  readonly from: number;
  /** When it was fulfilled, or when nobody waited any longer; null while somebody does. */
  readonly endAt: number | null;
  readonly fulfilled: boolean;
  /** Of the end, or of now. */
  readonly dimensions: Dimensions;
}

export function cycleOf(
  metric: SlaMetric,
  number: number,
  from: number,
  endAt: number | null,
  fulfilled: boolean,
  dimensions: Dimensions,
): Cycle {
  return { metric, number, from, endAt, fulfilled, dimensions };
}
