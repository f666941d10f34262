import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, factOf } from './fact.ts';

interface Handling {
  fact: Fact;
  heldSince: number | null;
  /** When the talking was over; after-call work follows. */
  talkedUntil: number | null;
}

/**
 * The work of each agent on a chat or call, from the answer to the end of after-call work, with its parts
 * hold and after-call work. Talk is what remains.
 *
 * Assumed where events contradict each other or are silent:
 * - several agents at once each have a spell of their own;
 * - hold, resume and wrap-up by an agent without a spell are nobody's work and count nothing;
 * - without a `wrapped_up` the spell ends when the talking ends;
 * - a conversation that only says `ended` ends the talk of all its agents.
 */
export function handleSpells(timeline: Timeline, moments: readonly Dimensions[]): Fact[] {
  const spells: Fact[] = [];
  const handlings = new Map<string, Handling>();

  const stopHold = (handling: Handling, at: number) => {
    if (handling.heldSince === null) return;
    handling.fact.holdMs += Math.max(0, at - handling.heldSince);
    handling.heldSince = null;
  };
  const stopTalk = (handling: Handling, at: number) => {
    if (handling.talkedUntil !== null) return;
    stopHold(handling, at);
    handling.talkedUntil = Math.max(handling.fact.at, at);
    endFact(handling.fact, at, 'done');
  };
  const stopAll = (at: number) => {
    for (const handling of handlings.values()) stopTalk(handling, at);
  };

  timeline.events.forEach((event, i) => {
    const at = event.occurredAt;
    const own = event.actorKind === 'agent' ? handlings.get(event.actorId) : undefined;
    switch (event.body.type) {
      case 'answered': {
        if (event.actorKind !== 'agent' || timeline.stream !== 'chats') break;
        if (own !== undefined && own.talkedUntil === null) break;
        const fact = factOf('handle_spell', at, spells.length, { ...moments[i]!, agent: event.actorId });
        spells.push(fact);
        handlings.set(event.actorId, { fact, heldSince: null, talkedUntil: null });
        break;
      }
      case 'held':
        if (own !== undefined && own.talkedUntil === null) own.heldSince ??= at;
        break;
      case 'resumed':
        if (own !== undefined) stopHold(own, at);
        break;
      case 'transferred':
        if (own !== undefined) stopTalk(own, at);
        else stopAll(at);
        break;
      case 'wrapped_up':
        if (own === undefined) break;
        stopTalk(own, at);
        own.fact.wrapMs = Math.max(0, at - own.talkedUntil!);
        endFact(own.fact, at, 'done');
        handlings.delete(event.actorId);
        break;
      case 'ended':
      case 'abandoned':
      case 'callback_requested':
        stopAll(at);
        break;
    }
  });
  return spells;
}
