import type { PinnedCalendar } from '../sla/calendars.ts';
import type { Policy } from '../sla/policy.ts';

/**
 * What applied to a conversation when an event was ingested. It is pinned on the event by content hash, so that
 * editing the configuration changes conversations from their next event on and never the past.
 *
 * There is one for each channel of each queue. What else a policy asks for (priority, customer tier, tags) can
 * change with any event and is known only from the whole timeline: so all policies that the channel and queue
 * allow are pinned, in order, and `measure` takes the first that matches at each moment.
 */
export interface Stamp {
  /** Content hash; names the row of the `reference` table that keeps this stamp. */
  readonly hash: string;
  readonly queueTeam: string;
  /** T of the service level: answered within this time counts as in target. */
  readonly serviceLevelMs: number;
  /** S: abandoned before this time is a short abandon. */
  readonly shortAbandonMs: number;
  /** The hours of business in the queue; null: all hours. */
  readonly calendar: PinnedCalendar | null;
  readonly policies: readonly Policy[];
}

/** Defaults of METRICS.md section 2, for queues that the configuration does not name. */
export const DEFAULT_SERVICE_LEVEL_MS = 20_000;
export const DEFAULT_SHORT_ABANDON_MS = 5_000;
