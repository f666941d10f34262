import type { LiveConversation } from './live-fact.ts';

const DAY_MS = 86_400_000;

/** What tells conversations apart, as it does where they are stored: stream, day (UTC) of opening, id. */
export function trackedKey({ stream, openedAt, conversationId }: LiveConversation): string {
  return `${stream}/${Math.floor(openedAt / DAY_MS)}/${conversationId}`;
}

/** The conversation's id: what stands behind the second slash. */
export function conversationIdOf(key: string): string {
  return key.slice(key.indexOf('/', key.indexOf('/') + 1) + 1);
}
