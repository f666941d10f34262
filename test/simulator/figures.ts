import type { OutgoingEvent } from '../../services/domain/events/event.ts';

/** A stay of a chat or call in a queue. */
export interface Spell {
  queue: string;
  channel: string;
  at: number;
  waitMs: number;
  outcome: 'answered' | 'abandoned' | 'callback' | 'waiting';
}

/** Every stay in a queue, by its begin. */
export function queueSpells(events: Iterable<OutgoingEvent>): Spell[] {
  const spells: Spell[] = [];
  const open = new Map<string, Spell>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.chats') continue;
    const { conversation_id: id, queue, channel, occurred_at: at } = value;
    const end = (outcome: Spell['outcome']) => {
      const spell = open.get(id);
      if (spell === undefined) return;
      spell.waitMs = at - spell.at;
      spell.outcome = outcome;
      open.delete(id);
    };
    if (value.event.type === 'queued') {
      const spell: Spell = { queue: queue!, channel, at, waitMs: 0, outcome: 'waiting' };
      open.set(id, spell);
      spells.push(spell);
    } else if (value.event.type === 'answered') end('answered');
    else if (value.event.type === 'abandoned') end('abandoned');
    else if (value.event.type === 'callback_requested') end('callback');
  }
  return spells;
}

/** Time that agents were in a state, by state; `handling` is whatever has a slot busy, `idle` available without. */
export interface StateTime {
  agent: string;
  state: string;
  from: number;
  to: number;
  slots: number;
  slotsBusy: number;
}

/** The stays of the agents in their states, from their state changes. */
export function stateTimes(events: Iterable<OutgoingEvent>): StateTime[] {
  const times: StateTime[] = [];
  const current = new Map<string, StateTime>();
  for (const { topic, value } of events) {
    if (topic !== 'contact.agents' || value.event.type !== 'state_changed') continue;
    const { state, slots, slots_busy } = value.event;
    const before = current.get(value.agent_id);
    if (before !== undefined) before.to = value.occurred_at;
    const time = {
      agent: value.agent_id,
      state,
      from: value.occurred_at,
      to: Number.POSITIVE_INFINITY,
      slots: slots!,
      slotsBusy: slots_busy!,
    };
    current.set(value.agent_id, time);
    times.push(time);
  }
  return times;
}

/** Handling time over handling and idle time, within a range; null when nobody was there. */
export function occupancy(times: readonly StateTime[], from: number, to: number): number | null {
  let handling = 0;
  let idle = 0;
  for (const time of times) {
    const ms = Math.min(time.to, to) - Math.max(time.from, from);
    if (ms <= 0) continue;
    if (time.slotsBusy > 0) handling += ms;
    else if (time.state === 'available') idle += ms;
  }
  return handling + idle === 0 ? null : handling / (handling + idle);
}
