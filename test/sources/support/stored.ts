/** What figures are made of once the events of a source are stored, without servers: a set a conversation, measured. */
import type { ChatEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { refKey } from '../../../services/domain/timeline/conversation-key.ts';
import type {
  ActorKind,
  Channel,
  Timeline,
  TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';
import { agentStateOf } from '../../../services/ingest/rows/agents.ts';
import { getOrInsert } from '../../../services/lib/get-or-insert.ts';
import type { AgentStateRow, Everything, FactRow } from '../../../services/metrics/memory/rows.ts';
import { NO_PROMISE } from '../../domain/measure/build.ts';
import { createEventSet, type EventSet } from '../../domain/timeline/event-set.ts';

/** The conversations of events, in whatever order and however often they came: the first copy of an id stands. */
export function timelinesOf(events: readonly OutgoingEvent[]): Timeline[] {
  const conversations = new Map<string, { timeline: Timeline; set: EventSet }>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.chats') continue;
    const ref = { conversationId: value.conversation_id, openedAt: value.opened_at };
    const { set } = getOrInsert(conversations, refKey(ref), () => {
      const timeline: Timeline = { stream: 'chats', ...ref, channel: value.channel as Channel, events: [] };
      return { timeline, set: createEventSet(timeline.events) };
    });
    set.add(timelineEvent(value));
  }
  return [...conversations.values()].map(({ timeline }) => timeline);
}

/** The facts of all conversations. */
export function factsOf(events: readonly OutgoingEvent[]): FactRow[] {
  return timelinesOf(events).flatMap((timeline) =>
    measure(timeline).facts.map((fact) => factRow(fact, timeline)),
  );
}

/** The changes of agents' states; of one id the last one that was stored. */
export function statesOf(events: readonly OutgoingEvent[]): AgentStateRow[] {
  const rows = new Map<string, AgentStateRow>();
  for (const { topic, value } of events) {
    const told = topic === 'contact.agents' ? agentStateOf({ value, queues: [] }) : null;
    if (topic !== 'contact.agents' || told === null) continue;
    const { event_id, agent_id, occurred_at } = value;
    const { state, slots, slotsBusy } = told;
    rows.set(event_id, {
      agent_id,
      at: occurred_at,
      event_id,
      team: '',
      state,
      slots,
      slots_busy: slotsBusy,
    });
  }
  return [...rows.values()];
}

/** All that figures are made of. */
export function everythingOf(events: readonly OutgoingEvent[]): Everything {
  return { facts: factsOf(events), states: statesOf(events), schedules: [] };
}

function timelineEvent(value: ChatEvent): TimelineEvent {
  return {
    eventId: value.event_id,
    occurredAt: value.occurred_at,
    actorKind: value.actor.kind as ActorKind,
    actorId: value.actor.id ?? '',
    queue: value.queue ?? '',
    customerId: value.customer?.id ?? '',
    customerTier: '',
    tags: value.tags,
    team: '',
    stamp: NO_PROMISE,
    record: value.record ?? null,
    body: value.event,
  };
}

function factRow(fact: Fact, { conversationId, stream, channel, openedAt }: Timeline): FactRow {
  return {
    fact: fact.fact,
    at: fact.at,
    conversation_id: conversationId,
    stream,
    opened_at: openedAt,
    seq: fact.seq,
    ended_at: fact.endedAt ?? 0,
    state: fact.state,
    label: fact.label,
    value_ms: fact.valueMs,
    business_ms: fact.businessMs,
    target_ms: fact.targetMs,
    hold_ms: fact.holdMs,
    wrap_ms: fact.wrapMs,
    bot_ms: fact.botMs,
    bot_business_ms: fact.botBusinessMs,
    score: fact.score,
    scale: fact.scale,
    queue: fact.queue,
    team: fact.team,
    agent: fact.agent,
    channel,
    priority: fact.priority,
    customer_tier: fact.customerTier,
    policy: fact.policy,
    customer_id: fact.customerId,
  };
}
