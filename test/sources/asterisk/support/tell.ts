import type { AgentEvent, ChatEvent } from '../../../../schemas/types.ts';
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import type { Fact } from '../../../../services/domain/measure/fact.ts';
import { measure } from '../../../../services/domain/measure/measure.ts';
import {
  type ActorKind,
  compareEvents,
  type Timeline,
  type TimelineEvent,
} from '../../../../services/domain/timeline/timeline.ts';
import { getOrInsert } from '../../../../services/lib/get-or-insert.ts';
import type { AgentStateRow, FactRow } from '../../../../services/metrics/memory/rows.ts';
import { asterisk } from '../../../../services/sources/asterisk/index.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import type { Reading } from '../../../../services/sources/source.ts';
import { NO_PROMISE } from '../../../domain/measure/build.ts';

export const customers = createCustomerIds('a secret of the test');

/** 2023-11-14 22:00:00 UTC. */
export const T0 = 1_699_999_200;

interface Options {
  zone?: string | undefined;
  state?: unknown;
}

/** What a reader makes of lines, one reading each. */
export function readings(
  lines: readonly string[],
  options: Options = {},
): { all: Reading[]; state: unknown } {
  const reader = asterisk.createReader({ customers, zone: options.zone ?? 'UTC', state: options.state });
  const all = lines.map((text, i) => reader.read({ line: i + 1, text }));
  return { all, state: reader.state() };
}

export function eventsIn(all: readonly Reading[]): OutgoingEvent[] {
  return all.flatMap((reading) => ('events' in reading ? reading.events : []));
}

export function eventsOf(lines: readonly string[], options: Options = {}): OutgoingEvent[] {
  return eventsIn(readings(lines, options).all);
}

/** The conversations, as ingest would put them together: each id once, in any order. */
export function timelinesOf(events: readonly OutgoingEvent[]): Timeline[] {
  const conversations = new Map<string, Map<string, ChatEvent>>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.chats') continue;
    const day = Math.floor(value.opened_at / 86_400_000);
    const known = getOrInsert(conversations, `${day}/${value.conversation_id}`, () => new Map());
    if (!known.has(value.event_id)) known.set(value.event_id, value);
  }
  return [...conversations.values()].map((chats) => {
    const { conversation_id, opened_at } = chats.values().next().value!;
    return {
      stream: 'chats',
      conversationId: conversation_id,
      openedAt: opened_at,
      channel: 'voice',
      events: [...chats.values()].map(timelineEvent).sort(compareEvents),
    };
  });
}

/** The facts of all conversations. */
export function factsOf(events: readonly OutgoingEvent[]): FactRow[] {
  return timelinesOf(events).flatMap((timeline) =>
    measure(timeline).facts.map((fact) => factRow(fact, timeline.conversationId)),
  );
}

function timelineEvent({ event_id, occurred_at, actor, queue, customer, tags, event }: ChatEvent) {
  return {
    eventId: event_id,
    occurredAt: occurred_at,
    actorKind: actor.kind as ActorKind,
    actorId: actor.id ?? '',
    queue: queue ?? '',
    customerId: customer?.id ?? '',
    customerTier: '',
    tags,
    team: '',
    stamp: NO_PROMISE,
    record: null,
    body: event,
  } satisfies TimelineEvent;
}

function factRow(fact: Fact, conversation: string): FactRow {
  return {
    fact: fact.fact,
    at: fact.at,
    conversation_id: conversation,
    stream: 'chats',
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
    channel: 'voice',
    priority: fact.priority,
    customer_tier: fact.customerTier,
    policy: fact.policy,
    customer_id: fact.customerId,
  };
}

export function statesOf(events: readonly OutgoingEvent[]): AgentStateRow[] {
  const known = new Map<string, AgentEvent>();
  for (const { topic, value } of events) {
    if (topic === 'contact.agents' && !known.has(value.event_id)) known.set(value.event_id, value);
  }
  return [...known.values()].flatMap(({ event, ...value }) =>
    event.type !== 'state_changed'
      ? []
      : [
          {
            agent_id: value.agent_id,
            at: value.occurred_at,
            event_id: value.event_id,
            team: '',
            state: event.state,
            slots: event.slots ?? 0,
            slots_busy: event.slots_busy ?? 0,
          },
        ],
  );
}

/** Lines as they are written in the tests: seconds after T0 instead of the time. */
export function at(seconds: number, rest: string): string {
  return `${T0 + seconds}|${rest}`;
}

/** The stays in queues: `sales answered 7 by Anna`. Seconds; of the call's queues in order. */
export function stays(lines: readonly string[]): string[] {
  return factsOf(eventsOf(lines))
    .filter(({ fact }) => fact === 'queue_spell')
    .sort((a, b) => a.at - b.at)
    .map(({ queue, state, value_ms, agent }) =>
      state === 'open'
        ? `${queue} waits`
        : `${queue} ${state} ${value_ms / 1000}${agent ? ` by ${agent}` : ''}`,
    );
}

/** The talks: `sales Anna 60`. */
export function talks(lines: readonly string[]): string[] {
  return factsOf(eventsOf(lines))
    .filter(({ fact }) => fact === 'handle_spell')
    .sort((a, b) => a.at - b.at)
    .map(({ queue, agent, state, value_ms }) =>
      state === 'open' ? `${queue} ${agent} talks` : `${queue} ${agent} ${value_ms / 1000}`,
    );
}

/** What each conversation is in the end: `solved`, `closed` (and not solved), or `open`. */
export function ends(lines: readonly string[]): string[] {
  const facts = factsOf(eventsOf(lines));
  return facts
    .filter(({ fact }) => fact === 'conversation')
    .map(({ conversation_id, state }) =>
      state === 'open'
        ? 'open'
        : facts.some((one) => one.fact === 'total_resolution' && one.conversation_id === conversation_id)
          ? 'solved'
          : 'closed',
    );
}

/** The states of an agent in order: `0 available`, `7 busy`. Of one instant, the last one. */
export function states(lines: readonly string[], agent: string): string[] {
  const told = statesOf(eventsOf(lines))
    .filter(({ agent_id }) => agent_id === agent)
    .sort((a, b) => a.at - b.at || (a.event_id < b.event_id ? -1 : 1));
  return told
    .filter((one, i) => told[i + 1]?.at !== one.at)
    .map((one) => `${one.at / 1000 - T0} ${one.state}`)
    .filter((one, i, all) => one.split(' ')[1] !== all[i - 1]?.split(' ')[1]);
}
