import type { Channel, Stream, TimelineEvent } from '../../domain/timeline/timeline.ts';

/** What the store knows of a conversation on one stream. `events` are distinct and sorted. */
export interface StoredTimeline {
  openedAt: number;
  channel: Channel;
  events: TimelineEvent[];
}

export interface TimelineRef {
  conversationId: string;
  openedAt: number;
}

export const DAY_MS = 86_400_000;

/**
 * What tells conversations apart on a stream: the id, and the day (UTC) of opening, under which the store keeps it.
 * Events with the same id and another day of opening are of another conversation: whoever sends such a thing must
 * not make the answer depend on what is in memory.
 */
export function refKey({ conversationId, openedAt }: TimelineRef): string {
  return `${Math.floor(openedAt / DAY_MS)}/${conversationId}`;
}

/** `refKey` with the stream: names what the tracker keeps. */
export function trackingKey(stream: Stream, ref: TimelineRef): string {
  return `${stream}/${refKey(ref)}`;
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
