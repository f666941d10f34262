import type { ChatBody, SurveyBody, TicketBody } from '../../../schemas/types.ts';
import type { Stamp } from './stamp.ts';

export type Channel = 'email' | 'web' | 'chat' | 'messaging' | 'social' | 'voice' | 'api';
export const CHANNELS: readonly Channel[] = ['email', 'web', 'chat', 'messaging', 'social', 'voice', 'api'];

export type ActorKind = 'customer' | 'agent' | 'bot' | 'system';
export const ACTOR_KINDS: readonly ActorKind[] = ['customer', 'agent', 'bot', 'system'];

/** What happened in a conversation; the topic decides which of them can occur together. */
export type ConversationBody = TicketBody | ChatBody | SurveyBody;

/** The streams that a conversation's events come on. Each stream of a conversation is a set of its own. */
export type Stream = 'tickets' | 'chats' | 'surveys';

/** One enriched event of a conversation. Empty strings stand for "not known". Times are UTC ms. */
export interface TimelineEvent {
  eventId: string;
  occurredAt: number;
  actorKind: ActorKind;
  actorId: string;
  queue: string;
  customerId: string;
  customerTier: string;
  tags: readonly string[];
  /** Team of the agent who acts or is assigned, else of the queue. */
  team: string;
  /** What the conversation is promised at this moment. */
  stamp: Stamp;
  body: ConversationBody;
}

/**
 * Everything known of one conversation on one stream: the input of `measure`.
 * `events` are distinct by id and sorted by `compareEvents`.
 */
export interface Timeline {
  stream: Stream;
  conversationId: string;
  /** When the conversation was created, UTC ms. The first value seen is pinned, as is the channel. */
  openedAt: number;
  channel: Channel;
  events: TimelineEvent[];
}

/** The order of a timeline: by `occurredAt`, ties by event id. */
export function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
}
