/** How far due times have been decided. UTC ms. */
export interface Horizon {
  /** Whatever was due up to here is decided. */
  until: number;
  /** Up to here all events are stored; what lies between is decided without knowing them. */
  confirmedUntil: number;
}

export interface HorizonOptions {
  /** How long an event may take from its own time until it is in Kafka, ms. */
  settleMs: number;
  /** How long to wait for a pipeline that is behind, ms. */
  confirmWithinMs: number;
}

/**
 * The due times that can be decided now.
 *
 * A reply in time may be on its way when its target comes due: what was due is decided once everything that Kafka
 * had at that time, and `settleMs` after it, is stored. While the pipeline is behind that does not come to pass;
 * after `confirmWithinMs` silence would be worse than an alert that may prove wrong.
 *
 * @param asOf UTC ms: what Kafka had before is stored; null where ingest has never run
 */
export function horizonAt(now: number, asOf: number | null, options: HorizonOptions): Horizon {
  const confirmedUntil = Math.min(now, asOf ?? Number.NEGATIVE_INFINITY) - options.settleMs;
  return { until: Math.max(confirmedUntil, now - options.confirmWithinMs), confirmedUntil };
}
