/**
 * What applied to a conversation when an event was ingested. It is pinned on the event by content hash, so that
 * editing the configuration changes conversations from their next event on and never the past.
 */
export interface Stamp {
  /** Content hash; names the row of the `reference` table that keeps this stamp. */
  hash: string;
  queueTeam: string;
  /** T of the service level: answered within this time counts as in target. */
  serviceLevelMs: number;
  /** S: abandoned before this time is a short abandon. */
  shortAbandonMs: number;
}

/** Defaults of METRICS.md section 2, for queues that the configuration does not name. */
export const DEFAULT_SERVICE_LEVEL_MS = 20_000;
export const DEFAULT_SHORT_ABANDON_MS = 5_000;
