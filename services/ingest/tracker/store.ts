import type { TimelineRef } from '../../domain/timeline/conversation-key.ts';
import type { Channel, Stream, TimelineEvent } from '../../domain/timeline/timeline.ts';

/** What the store knows of a conversation on one stream. `events` are distinct and sorted. */
export interface StoredTimeline {
  openedAt: number;
  channel: Channel;
  events: TimelineEvent[];
}

/**
 * Port: the events that are stored already. The answer has only the conversations that were found, by `refKey`.
 * Rejects (retriable) while the store is away.
 */
export interface TimelineStore {
  read(stream: Stream, refs: readonly TimelineRef[]): Promise<Map<string, StoredTimeline>>;
  /** From now on, others may write what only we wrote: what is known of the past holds no more. */
  forget(): void;
}
