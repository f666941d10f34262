import { type InputTopic, TOPICS } from '../../../schemas/index.ts';
import type { AgentEvent, ChatEvent, SurveyEvent, TicketEvent } from '../../../schemas/types.ts';
import type { EventOf } from '../../domain/events/event.ts';
import { trackingKey } from '../../domain/timeline/conversation-key.ts';
import type { ActorKind, Channel, Stamp, Stream, TimelineEvent } from '../../domain/timeline/timeline.ts';
import { createStringPool } from '../../lib/string-pool.ts';

/** An event of a conversation with everything that ingest adds to it. */
export interface ConversationEvent {
  kind: 'conversation';
  /** The conversation's `trackingKey`, made once: it is looked up by several. */
  key: string;
  stream: Stream;
  conversationId: string;
  openedAt: number;
  channel: Channel;
  source: string;
  event: TimelineEvent;
}

/** A change of an agent's state or schedule, with the team and the queues that the agent serves. */
export interface AgentRecord {
  kind: 'agent';
  team: string;
  /** Those that the event names, else those of the configuration. */
  queues: readonly string[];
  value: AgentEvent;
}

export type EnrichedEvent = ConversationEvent | AgentRecord;

/** Looks up what applies: which team an agent is of and which queues it serves, and what a conversation is promised. */
export interface Reference {
  teamOf(agentId: string): string;
  queuesOf(agentId: string): readonly string[];
  stampFor(queue: string, channel: Channel): Stamp;
}

const STREAMS: Partial<Record<InputTopic, Stream>> = {
  [TOPICS.tickets]: 'tickets',
  [TOPICS.chats]: 'chats',
  [TOPICS.surveys]: 'surveys',
};

/** Most names kept once: of queues, agents, teams and the like. */
const MAX_NAMES = 20_000;

/** The third stage: adds, once and for good, what the configuration says at this moment. */
export function createEnrich(reference: () => Reference) {
  const nameOf = createStringPool(MAX_NAMES);
  return (topic: InputTopic, value: EventOf<InputTopic>): EnrichedEvent => {
    const stream = STREAMS[topic];
    if (stream === undefined) {
      return enrichAgent(reference(), value as AgentEvent);
    }
    return enrichConversation(reference(), nameOf, stream, value as TicketEvent | ChatEvent | SurveyEvent);
  };
}

/** Most systems do not say in which queues an agent works, though people know. Who has left serves none. */
function enrichAgent(reference: Reference, value: AgentEvent): AgentRecord {
  const { agent_id, event } = value;
  const told = event.type === 'state_changed' ? event.queues : [];
  const isUntold = event.type === 'state_changed' && told.length === 0 && event.state !== 'offline';
  const queues = isUntold ? reference.queuesOf(agent_id) : told;
  return { kind: 'agent', team: reference.teamOf(agent_id), queues, value };
}

const NO_TAGS: readonly string[] = [];

function enrichConversation(
  reference: Reference,
  nameOf: (name: string) => string,
  stream: Stream,
  value: TicketEvent | ChatEvent | SurveyEvent,
): ConversationEvent {
  const channel = nameOf(value.channel) as Channel;
  const queue = nameOf(value.queue ?? '');
  const stamp = reference.stampFor(queueAfter(value) ?? queue, channel);
  const event: TimelineEvent = {
    eventId: value.event_id,
    occurredAt: value.occurred_at,
    actorKind: nameOf(value.actor.kind) as ActorKind,
    actorId: value.actor.kind === 'customer' ? (value.actor.id ?? '') : nameOf(value.actor.id ?? ''),
    queue,
    customerId: value.customer?.id ?? '',
    customerTier: nameOf(value.customer?.tier ?? ''),
    tags: value.tags.length === 0 ? NO_TAGS : value.tags.map(nameOf),
    team: nameOf(teamFor(reference, value) || stamp.queueTeam),
    stamp,
    record: value.record ?? null,
    body: value.event,
  };
  const conversationId = value.conversation_id;
  const openedAt = value.opened_at;
  return {
    kind: 'conversation',
    key: trackingKey(stream, { conversationId, openedAt }),
    stream,
    conversationId,
    openedAt,
    channel,
    source: nameOf(value.source),
    event,
  };
}

/** A transfer begins what the new queue promises. */
function queueAfter(value: TicketEvent | ChatEvent | SurveyEvent): string | undefined {
  return value.event.type === 'transferred' ? value.event.to_queue : undefined;
}

/** The team that the event is about: of the agent assigned or rated, else of the agent who acts. */
function teamFor(reference: Reference, value: TicketEvent | ChatEvent | SurveyEvent): string {
  const body = value.event;
  if (body.type === 'assigned') return body.team ?? reference.teamOf(body.agent_id ?? '');
  if ('agent_id' in body && body.agent_id) return reference.teamOf(body.agent_id);
  return value.actor.kind === 'agent' ? reference.teamOf(value.actor.id ?? '') : '';
}
