import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../schemas/types.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { hire } from '../../services/simulator/people/agents.ts';
import { casesOf } from '../support/in-full.ts';
import { stateTimes } from './figures.ts';
import { byKey, dayStart, simulate } from './world.ts';

/** What may follow what in a chat or call: by the state, the events and the state that they lead to. */
const COURSE: Record<string, Record<string, string>> = {
  begin: { 'started/customer': 'greeting' },
  greeting: { 'answered/bot': 'bot', 'queued/system': 'waiting' },
  bot: {
    'message/bot': 'bot',
    'message/customer': 'bot',
    'ended/bot': 'over',
    'ended/customer': 'over',
    'queued/system': 'waiting',
  },
  waiting: {
    'answered/agent': 'talking',
    'abandoned/customer': 'over',
    'callback_requested/customer': 'callback',
  },
  callback: { 'answered/agent': 'talking' },
  talking: {
    'message/agent': 'talking',
    'message/customer': 'talking',
    'held/agent': 'held',
    'transferred/agent': 'transferred',
    'ended/agent': 'wrap-up',
    'ended/customer': 'wrap-up',
  },
  held: { 'resumed/agent': 'talking' },
  transferred: { 'queued/system': 'waiting' },
  'wrap-up': { 'wrapped_up/agent': 'over' },
  over: {},
};

/** Checks one chat or call from its first to its last event. */
function follow(events: readonly ChatEvent[]): void {
  const opened = events[0]!;
  let state = 'begin';
  let queue = opened.queue;
  let agent: string | null = null;
  expect(opened.occurred_at).toBe(opened.opened_at);
  for (const { event, actor, ...envelope } of events) {
    const next = COURSE[state]![`${event.type}/${actor.kind}`];
    expect(next, `${envelope.conversation_id}: ${event.type} by ${actor.kind} while ${state}`).toBeDefined();
    state = next!;
    expect(envelope).toMatchObject({
      opened_at: opened.opened_at,
      channel: opened.channel,
      customer: opened.customer,
      queue,
    });
    if (actor.kind === 'customer') expect(actor.id).toBe(opened.customer!.id);
    if (event.type === 'answered' && actor.kind === 'agent') agent = actor.id;
    if (actor.kind === 'agent') expect(actor.id).toBe(agent);
    if (event.type === 'transferred') queue = event.to_queue;
  }
  expect(state).toBe('over');
}

const anyDay = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  day: fc.integer({ min: 0, max: 400 }),
  scale: fc.constantFrom(0.1, 0.3, 1),
});

interface When {
  seed: number;
  day: number;
  scale: number;
}

/** One day and, for what is still open at its end, most of the next. */
const dayAndMore = ({ seed, day, scale }: When) =>
  simulate(seed, 1.6, dayStart(day), { ...DEFAULT_PROFILE, scale });

/** Also the day before: those who close it have contacts of it still when the day begins. */
const withDayBefore = ({ seed, day, scale }: When) =>
  simulate(seed, 2.6, dayStart(day - 1), { ...DEFAULT_PROFILE, scale });

describe('chats and calls', () => {
  it('follow the course of a contact, from their start to their end', () => {
    fc.assert(
      fc.property(anyDay, (when) => {
        const end = dayStart(when.day + 1);
        const chats = dayAndMore(when).flatMap((event) =>
          event.topic === 'contact.chats' ? [event.value] : [],
        );
        const conversations = byKey(chats, (event) => event.conversation_id);
        for (const events of conversations.values()) if (events[0]!.opened_at < end) follow(events);
      }),
      { numRuns: casesOf(5) },
    );
  });

  it('are handled by agents who have the skill and the room for them, and whose state says so', () => {
    fc.assert(
      fc.property(anyDay, (when) => {
        const events = withDayBefore(when);
        const agents = new Map(
          hire({ ...DEFAULT_PROFILE, scale: when.scale }).map((agent) => [agent.id, agent]),
        );
        const handled = handledBy(
          events.flatMap((event) => (event.topic === 'contact.chats' ? [event.value] : [])),
        );
        for (const [id, times] of byKey(stateTimes(events), (time) => time.agent)) {
          const agent = agents.get(id)!;
          const own = handled.get(id) ?? [];
          expect(agent.crew.desk === 'tickets' && own.length > 0).toBe(false);
          for (const { queue } of own) expect(agent.queues).toContain(queue);
          for (const { state, from, to, slots, slotsBusy } of times) {
            if (from === to || from < dayStart(when.day) || agent.crew.desk === 'tickets') continue;
            const now = own.filter((contact) => contact.from <= from && contact.to > from);
            const calls = now.filter((contact) => contact.channel === 'voice').length;
            expect(now.length, `${id} at ${from} ${state}`).toBe(slotsBusy);
            expect(slotsBusy).toBeLessThanOrEqual(slots);
            expect(calls === 0 || (now.length === 1 && slots === 1)).toBe(true);
            if (state === 'busy' || state === 'wrap_up') expect(slotsBusy).toBeGreaterThan(0);
            else if (state === 'available') expect(slotsBusy).toBeLessThan(slots);
            else expect(slotsBusy).toBe(0);
          }
        }
      }),
      { numRuns: casesOf(5) },
    );
  });
});

interface Handled {
  queue: string;
  channel: string;
  from: number;
  to: number;
}

/** What each agent handled, from the answer to the wrap-up or the transfer. */
function handledBy(chats: readonly ChatEvent[]): Map<string, Handled[]> {
  const open = new Map<string, Handled>();
  const handled = new Map<string, Handled[]>();
  for (const { event, actor, conversation_id: id, occurred_at: at, queue, channel } of chats) {
    if (event.type === 'answered' && actor.kind === 'agent') {
      const contact = { queue: queue!, channel, from: at, to: Number.POSITIVE_INFINITY };
      open.set(id, contact);
      handled.set(actor.id!, [...(handled.get(actor.id!) ?? []), contact]);
    } else if (event.type === 'transferred' || event.type === 'wrapped_up') open.get(id)!.to = at;
  }
  return handled;
}
