import type { ChatBody, SourceRecord, SurveyBody, TicketBody } from '../../../schemas/types.ts';
import type { PinnedCalendar } from '../sla/calendars.ts';
import type { Policy } from '../sla/policy.ts';

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
  /** The record of its source that says so, where the source may correct it; see `standingEvents`. */
  record: SourceRecord | null;
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
