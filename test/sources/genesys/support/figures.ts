/** What Linewatch makes of records: through reader, set of events, `measure` and the evaluators in memory. */
import type { ChatEvent } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import type { Fact } from '../../../../services/domain/measure/fact.ts';
import { measure } from '../../../../services/domain/measure/measure.ts';
import {
  type ActorKind,
  type Channel,
  createEventSet,
  type Timeline,
} from '../../../../services/domain/timeline/timeline.ts';
import { findMetric } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import type { AgentStateRow, Everything, FactRow } from '../../../../services/metrics/memory/rows.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import { genesys } from '../../../../services/sources/genesys/index.ts';
import { readRecord } from '../../../../services/sources/read-record.ts';
import { NO_PROMISE } from '../../../domain/measure/build.ts';

export const customers = createCustomerIds('a secret of the tests');

/** Reads text in the pieces that it comes in. */
export function readAll(pieces: readonly string[]) {
  const splitter = genesys.createSplitter();
  const records = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  return readRecords(records.map(({ text }) => text));
}

export function readRecords(texts: readonly string[], reader = genesys.createReader({ customers })) {
  const readings = texts.map((text) => readRecord(reader, { line: 1, text }));
  return {
    readings,
    events: readings.flatMap((one): OutgoingEvent[] => ('events' in one ? one.events : [])),
    ignored: readings.flatMap((one) => ('ignored' in one ? [one.ignored] : [])),
    faults: readings.flatMap((one) => ('faults' in one ? [one.faults] : [])),
  };
}

/** The conversations of events, in whatever order and however often they came. */
export function timelinesOf(events: readonly OutgoingEvent[]): Timeline[] {
  const timelines = new Map<string, { timeline: Timeline; set: ReturnType<typeof createEventSet> }>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.chats') continue;
    const { conversation_id: conversationId, opened_at: openedAt, channel } = value;
    let found = timelines.get(conversationId);
    if (found === undefined) {
      const timeline: Timeline = {
        stream: 'chats',
        conversationId,
        openedAt,
        channel: channel as Channel,
        events: [],
      };
      found = { timeline, set: createEventSet(timeline.events) };
      timelines.set(conversationId, found);
    }
    found.set.add(timelineEvent(value));
  }
  return [...timelines.values()].map(({ timeline }) => timeline);
}

function timelineEvent(value: ChatEvent) {
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

export function factsOf(events: readonly OutgoingEvent[]): (Fact & { conversationId: string })[] {
  return timelinesOf(events).flatMap((timeline) =>
    measure(timeline).facts.map((fact) => Object.assign(fact, { conversationId: timeline.conversationId })),
  );
}

/** All that figures are made of. */
export function everythingOf(events: readonly OutgoingEvent[]): Everything {
  const facts = timelinesOf(events).flatMap((timeline) =>
    measure(timeline).facts.map((fact) => factRow(fact, timeline)),
  );
  const states = new Map<string, AgentStateRow>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.agents' || value.event.type !== 'state_changed' || states.has(value.event_id))
      continue;
    states.set(value.event_id, {
      agent_id: value.agent_id,
      at: value.occurred_at,
      event_id: value.event_id,
      team: '',
      state: value.event.state,
      slots: 0,
      slots_busy: 0,
    });
  }
  return { facts, states: [...states.values()], schedules: [] };
}

function factRow(fact: Fact, { conversationId, stream, channel }: Timeline): FactRow {
  return {
    fact: fact.fact,
    at: fact.at,
    conversation_id: conversationId,
    stream,
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

/** Figures over a range, by a dimension where one is given. */
export function figures(
  everything: Everything,
  metrics: readonly string[],
  { from, to }: { from: number; to: number },
  by?: 'queue' | 'agent',
): Record<string, Record<string, number | null>> {
  return Object.fromEntries(
    metrics.map((id) => {
      const rows = foldMetrics(everything, {
        metrics: [findMetric(id)!],
        from,
        to,
        now: to,
        starts: [from],
        groupBy: by === undefined ? [] : [by],
        filters: {},
      });
      return [id, Object.fromEntries(rows.map(({ group, values }) => [group[0] ?? '', values[id] ?? null]))];
    }),
  );
}
