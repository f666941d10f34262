import { standingEvents } from '../timeline/corrections.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** How the events of a conversation can contradict each other, and what it is called. */
export const CONTRADICTIONS = {
  before_opening: 'events dated before the opening',
  opened_twice: 'created more than once',
  ended_before_begun: 'ended before it was created, started or first queued',
  answered_before_queued: 'answered before it was first queued',
  answered_after_end: 'answered after its end',
  worked_without_answer: 'held, resumed or wrapped up by an agent who had not answered',
} as const;

export type Contradiction = keyof typeof CONTRADICTIONS;

/**
 * What contradicts itself in a timeline: mostly two clocks that disagree, or an event that was lost. Figures settle
 * each of these by the rule that stands beside what they measure; whoever wants better figures mends the source.
 * Events of one instant contradict nothing: their order is that of their ids.
 */
export function contradictionsOf({ stream, channel, openedAt, events: all }: Timeline): Set<Contradiction> {
  const events = standingEvents(all);
  const found = new Set<Contradiction>();
  if (events[0]!.occurredAt < openedAt) found.add('before_opening');
  if (stream === 'surveys') return found;
  const answered = new Set<string>();
  let creations = 0;
  let hasBegun = false;
  let hasQueued = false;
  /** When an agent answered who still talks. */
  let talkedSince = Number.POSITIVE_INFINITY;
  /** When it ended, if it has not come back. */
  let endedAt = Number.POSITIVE_INFINITY;
  for (const { occurredAt: at, body, actorKind, actorId } of events) {
    switch (body.type) {
      case 'created':
        if (++creations > 1) found.add('opened_twice');
        else if (endedAt < at) found.add('ended_before_begun');
        break;
      case 'started':
      case 'queued': {
        const isQueue = body.type === 'queued';
        const isFirst = !hasBegun || (isQueue && !hasQueued && channel === 'voice');
        if (isFirst && endedAt < at) found.add('ended_before_begun');
        if (isQueue && !hasQueued && talkedSince < at) found.add('answered_before_queued');
        hasBegun = true;
        hasQueued ||= isQueue;
        endedAt = Number.POSITIVE_INFINITY;
        break;
      }
      case 'answered':
        if (actorKind !== 'agent') break;
        if (endedAt < at) found.add('answered_after_end');
        hasBegun = true;
        answered.add(actorId);
        talkedSince = Math.min(talkedSince, at);
        break;
      case 'held':
      case 'resumed':
      case 'wrapped_up':
        if (actorKind === 'agent' && !answered.has(actorId)) found.add('worked_without_answer');
        if (body.type === 'wrapped_up') talkedSince = Number.POSITIVE_INFINITY;
        break;
      case 'transferred':
        talkedSince = Number.POSITIVE_INFINITY;
        break;
      case 'callback_requested':
        // Who asked for it is called back: an answer may follow, and a queue.
        hasBegun = true;
        talkedSince = Number.POSITIVE_INFINITY;
        endedAt = Number.POSITIVE_INFINITY;
        break;
      case 'ended':
      case 'abandoned':
        endedAt = Math.min(endedAt, at);
        talkedSince = Number.POSITIVE_INFINITY;
        break;
      case 'merged':
      case 'deleted':
        endedAt = Math.min(endedAt, at);
        break;
      case 'status_changed':
        if (body.status === 'solved' || body.status === 'closed') endedAt = Math.min(endedAt, at);
        else endedAt = Number.POSITIVE_INFINITY;
        break;
    }
  }
  return found;
}
