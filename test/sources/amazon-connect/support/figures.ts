import type { ChatEvent } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { measure } from '../../../../services/domain/measure/measure.ts';
import { refKey } from '../../../../services/domain/timeline/conversation-key.ts';
import {
  type ActorKind,
  type Channel,
  createEventSet,
  type Stamp,
  type Timeline,
} from '../../../../services/domain/timeline/timeline.ts';
import { CATALOGUE } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import type { AgentStateRow, FactRow } from '../../../../services/metrics/memory/rows.ts';
import { amazonConnect } from '../../../../services/sources/amazon-connect/index.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import { readRecord } from '../../../../services/sources/read-record.ts';
import type { Reading } from '../../../../services/sources/source.ts';

/** What nobody configured: the thresholds are the defaults. */
const STAMP: Stamp = {
  hash: 'nothing',
  queueTeam: '',
  serviceLevelMs: 20_000,
  shortAbandonMs: 5_000,
  calendar: null,
  policies: [],
};

/** Reads texts as the pieces of one file. */
export function readAll(pieces: readonly string[]): Reading[] {
  const splitter = amazonConnect.createSplitter();
  const reader = amazonConnect.createReader({ customers: createCustomerIds('secret') });
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()].map((record) =>
    readRecord(reader, record),
  );
}

/** Reads a record alone. */
export function read(record: unknown): Reading {
  const [reading, ...more] = readAll([typeof record === 'string' ? record : JSON.stringify(record)]);
  if (reading === undefined || more.length > 0) throw new Error(`${more.length + 1} records, not one`);
  return reading;
}

export function eventsOf(readings: readonly Reading[]): OutgoingEvent[] {
  return readings.flatMap((reading) => {
    if ('faults' in reading) throw new Error(`not understood: ${JSON.stringify(reading.faults)}`);
    return 'events' in reading ? reading.events : [];
  });
}

/** What ingest would keep of events, in the order in which they come: the first copy of an id stands. */
export function timelinesOf(events: readonly OutgoingEvent[]): Timeline[] {
  const timelines = new Map<string, { timeline: Timeline; set: ReturnType<typeof createEventSet> }>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.chats') continue;
    const key = refKey({ conversationId: value.conversation_id, openedAt: value.opened_at });
    let known = timelines.get(key);
    if (known === undefined) {
      const timeline: Timeline = {
        stream: 'chats',
        conversationId: value.conversation_id,
        openedAt: value.opened_at,
        channel: value.channel as Channel,
        events: [],
      };
      known = { timeline, set: createEventSet(timeline.events) };
      timelines.set(key, known);
    }
    known.set.add(timelineEventOf(value));
  }
  return [...timelines.values()].map(({ timeline }) => timeline);
}

function timelineEventOf(value: ChatEvent): Timeline['events'][number] {
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
    stamp: STAMP,
    record: value.record ?? null,
    body: value.event,
  };
}

export function factsOf(events: readonly OutgoingEvent[]): FactRow[] {
  return timelinesOf(events).flatMap((timeline) =>
    measure(timeline).facts.map((fact) => ({
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
    })),
  );
}

export function statesOf(events: readonly OutgoingEvent[]): AgentStateRow[] {
  const rows = new Map<string, AgentStateRow>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.agents' || value.event.type !== 'state_changed' || rows.has(value.event_id))
      continue;
    const { state, slots, slots_busy } = value.event;
    rows.set(value.event_id, {
      agent_id: value.agent_id,
      at: value.occurred_at,
      event_id: value.event_id,
      team: '',
      state,
      slots: slots ?? 0,
      slots_busy: slots_busy ?? 0,
    });
  }
  return [...rows.values()];
}

/** Figures of a span of time, all together or by queue or agent; `''` names the group where nothing is grouped. */
export function figuresOf<Id extends string>(
  events: readonly OutgoingEvent[],
  ids: readonly Id[],
  { from, to, by }: { from: number; to: number; by?: 'queue' | 'agent' },
): Record<string, Record<Id, number | null>> {
  const everything = { facts: factsOf(events), states: statesOf(events), schedules: [] };
  const rows = foldMetrics(everything, {
    metrics: ids.map((id) => {
      const metric = CATALOGUE.find((one) => one.id === id);
      if (metric === undefined) throw new Error(`no metric ${id}`);
      return metric;
    }),
    groupBy: by === undefined ? [] : [by],
    starts: [from],
    from,
    to,
    now: to,
    filters: {},
  });
  return Object.fromEntries(
    rows.map((row) => [
      row.group[0] ?? '',
      Object.fromEntries(ids.map((id) => [id, row.values[id]])) as Record<Id, number | null>,
    ]),
  );
}
