import { endFact, type Fact, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

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
 * - a `wrapped_up` that says until when its agent talked knows better than whatever ended the talk of all: a colleague
 *   who was consulted leaves while the contact goes on, and a record may tell of a transfer before it;
 * - a conversation that only says `ended` ends the talk of all its agents;
 * - an answer after the end begins no talk that would last for ever: it counts, with no time.
 */
export function handleSpells({ timeline, moments, status }: Subject, { spans }: Sheet): void {
  const { stream, events } = timeline;
  if (stream !== 'chats') return;
  let count = 0;
  const handlings = new Map<string, Handling>();
  for (let i = 0; i < events.length; i++) {
    const { occurredAt: at, body, actorKind, actorId } = events[i]!;
    const own = actorKind === 'agent' ? handlings.get(actorId) : undefined;
    switch (body.type) {
      case 'answered': {
        if (actorKind !== 'agent') break;
        if (own !== undefined && own.talkedUntil === null) break;
        const fact = factOf('handle_spell', at, count++, moments[i]!, actorId);
        const handling = { fact, heldSince: null, talkedUntil: null };
        spans.push(fact);
        handlings.set(actorId, handling);
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
        else stopAll(handlings, at);
        break;
      case 'wrapped_up':
        if (own === undefined) break;
        if (body.talked_until) own.talkedUntil = null;
        stopTalk(own, Math.min(at, Math.max(own.fact.at, body.talked_until ?? at)));
        own.fact.holdMs += Math.min(body.held_ms ?? 0, own.talkedUntil! - own.fact.at - own.fact.holdMs);
        own.fact.wrapMs = Math.max(0, at - own.talkedUntil!);
        endFact(own.fact, at, 'done');
        handlings.delete(actorId);
        break;
    }
    if (!isUnsolved(status.after[i]!)) stopAll(handlings, at);
  }
}

function stopHold(handling: Handling, at: number): void {
  if (handling.heldSince === null) return;
  handling.fact.holdMs += at - handling.heldSince;
  handling.heldSince = null;
}

function stopTalk(handling: Handling, at: number): void {
  if (handling.talkedUntil !== null) return;
  stopHold(handling, at);
  handling.talkedUntil = at;
  endFact(handling.fact, at, 'done');
}

function stopAll(handlings: ReadonlyMap<string, Handling>, at: number): void {
  for (const handling of handlings.values()) stopTalk(handling, at);
}
