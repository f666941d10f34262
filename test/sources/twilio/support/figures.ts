import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { measure } from '../../../../services/domain/measure/measure.ts';
import { trackingKey } from '../../../../services/domain/timeline/conversation-key.ts';
import {
  type ActorKind,
  type Channel,
  createEventSet,
  type Timeline,
} from '../../../../services/domain/timeline/timeline.ts';
import { agentStateOf } from '../../../../services/ingest/rows/agents.ts';
import { getOrInsert } from '../../../../services/lib/get-or-insert.ts';
import { findMetric } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import type { AgentStateRow, Everything, FactRow } from '../../../../services/metrics/memory/rows.ts';
import { NO_PROMISE } from '../../../domain/measure/build.ts';

/** What is stored of events, in whatever order they came and however often. */
export function stored(events: readonly OutgoingEvent[]): Everything {
  const timelines = new Map<string, Timeline>();
  const states = new Map<string, AgentStateRow>();
  for (const event of events) {
    if (event.topic === 'contact.agents') {
      const { event_id, agent_id, occurred_at } = event.value;
      const { state, slots, slotsBusy } = agentStateOf({ value: event.value, queues: [] })!;
      states.set(event_id, {
        agent_id,
        at: occurred_at,
        event_id,
        team: '',
        state,
        slots,
        slots_busy: slotsBusy,
      });
    } else if (event.topic === 'contact.chats') put(timelines, event.value);
  }
  return {
    facts: [...timelines.values()].flatMap(factsOf),
    states: [...states.values()],
    schedules: [],
  };
}

type ChatValue = Extract<OutgoingEvent, { topic: 'contact.chats' }>['value'];

function put(timelines: Map<string, Timeline>, value: ChatValue): void {
  const ref = { conversationId: value.conversation_id, openedAt: value.opened_at };
  const timeline = getOrInsert(timelines, trackingKey('chats', ref), () => ({
    stream: 'chats' as const,
    ...ref,
    channel: value.channel as Channel,
    events: [],
  }));
  createEventSet(timeline.events).add({
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
  });
}

function factsOf(timeline: Timeline): FactRow[] {
  return measure(timeline).facts.map((fact) => ({
    fact: fact.fact,
    at: fact.at,
    conversation_id: timeline.conversationId,
    stream: timeline.stream,
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
    channel: timeline.channel,
    priority: fact.priority,
    customer_tier: fact.customerTier,
    policy: fact.policy,
    customer_id: fact.customerId,
  }));
}

/** The figures of a day over what is stored, by the names of the catalogue; of one queue, or of all. */
export function figuresOf(
  everything: Everything,
  { from, to }: { from: number; to: number },
  ids: readonly string[],
  queue?: string,
): Record<string, number | null> {
  const metrics = ids.map((id) => findMetric(id)).filter((metric) => metric !== undefined);
  const filters = queue === undefined ? {} : { queue: [queue] };
  const request = { metrics, from, to, now: to, starts: [from], groupBy: [], filters };
  const found = { ...foldMetrics(everything, request)[0]!.values };
  const stays = everything.facts.filter(
    ({ fact, queue: of }) => fact === 'queue_spell' && (queue === undefined || of === queue),
  );
  const ended = (...states: string[]) => stays.filter(({ state }) => states.includes(state)).length;
  return { ...found, flow_outs: ended('transferred', 'ended'), callbacks: ended('callback') };
}
