import { merged, type Span } from './spans.ts';

/**
 * What an agent does: `handling` and `idle` are on the queue, as occupancy counts them; `rest` is on a break or away from
 * the desk; `other` is training and meetings.
 */
export type Activity = 'handling' | 'idle' | 'rest' | 'other' | 'offline';

/** All but `offline`. */
export const LOGGED_IN: readonly Activity[] = ['handling', 'idle', 'rest', 'other'];

export interface Piece extends Span {
  readonly activity: Activity;
}

/** A plan in force, as it was told: `on_queue`, `break`, `training`, `meeting` or `off`. */
export interface Planned extends Span {
  readonly activity: string;
}

/** Work on one call or chat, and what made it difficult; nothing for most. */
export interface Handling extends Span {
  readonly signs: readonly string[];
}

/** What is known of an agent around a range, in any order. Of pieces, as of plans, no two overlap. */
export interface AgentRecord {
  readonly pieces: readonly Piece[];
  readonly plans: readonly Planned[];
  readonly handlings: readonly Handling[];
}

/** Plans of one day may leave a gap, such as an hour at noon: what lies less than this apart is one shift, ms. */
const WITHIN_SHIFT_MS = 2 * 3_600_000;

/** The planned shifts: from the first planned work to the last, with its breaks. */
export function shiftsOf(plans: readonly Planned[]): Span[] {
  return merged(
    plans.filter(({ activity }) => activity !== 'off'),
    WITHIN_SHIFT_MS,
  );
}

/** When an agent did one of these, in order. */
export function spentOn(pieces: readonly Piece[], ...activities: readonly Activity[]): Span[] {
  return merged(pieces.filter(({ activity }) => activities.includes(activity)));
}
