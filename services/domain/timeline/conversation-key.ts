import type { Stream } from './timeline.ts';

/** What tells conversations of one stream apart. `openedAt`: UTC ms. */
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

/** `refKey` with the stream: names a conversation where those of all streams are kept together. */
export function trackingKey(stream: Stream, ref: TimelineRef): string {
  return `${stream}/${refKey(ref)}`;
}

/** The conversation's id: what stands behind the second slash of a `trackingKey`. */
export function conversationIdOf(key: string): string {
  return key.slice(key.indexOf('/', key.indexOf('/') + 1) + 1);
}

/** The stream of a `trackingKey`. */
export function streamOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
