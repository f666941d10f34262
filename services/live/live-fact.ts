import type { Dimensions, Fact, FactState } from '../domain/measure/fact.ts';
import type { Channel, Stream } from '../domain/timeline/timeline.ts';
import { HANDLED_MS, RECENT_MS } from '../metrics/live/queues.ts';

export const LIVE_FACTS = ['queue_spell', 'handle_spell', 'sla_target'] as const;

/** A fact that boards show now: a stay in a queue or a handling that goes on, or a target that runs. */
export interface LiveFact extends Dimensions {
  fact: (typeof LIVE_FACTS)[number];
  /** Begin of a spell, due time of a target; UTC ms. */
  at: number;
  /** Metric of a target. */
  label: string;
  /** Budget of a target, ms. */
  targetMs: number;
  /** Number of a target within its conversation, see `targetSeq`; null where nobody said it, and of spells in news. */
  seq: number | null;
  /** Of a target: what of its budget was spent when its clock last began to run, ms. */
  businessMs: number;
}

/** A stay in a queue that is over. */
export interface EndedStay extends Dimensions {
  /** Begin, UTC ms. */
  at: number;
  state: FactState;
  label: string;
  valueMs: number;
  /** Threshold of the service level, ms. */
  targetMs: number;
}

/** Handling that is done, after-call work included. */
export interface EndedHandling extends Dimensions {
  /** UTC ms. */
  endedAt: number;
  valueMs: number;
}

/** What figures of the last half hour and hour are made of, beside what is open. */
export interface Lately {
  stays: readonly EndedStay[];
  handled: readonly EndedHandling[];
}

export const NOTHING_LATELY: Lately = { stays: [], handled: [] };

/** All live facts of a conversation on one stream, as they are after `version` events. */
export interface LiveConversation {
  stream: Stream;
  conversationId: string;
  /** UTC ms. */
  openedAt: number;
  channel: Channel;
  /** Number of distinct events that this is made of: the same number stands for the same events, whoever counts. */
  version: number;
  facts: readonly LiveFact[];
  /** All that counts in figures of what ended lately, and perhaps some that has left them; null: nobody said. */
  lately: Lately | null;
}

/** A state that an agent was told to be in. */
export interface LiveAgentState {
  agent: string;
  /** UTC ms. */
  at: number;
  /** Decides between states of one instant: the greater id holds. */
  eventId: string;
  team: string;
  state: string;
  slots: number;
  slotsBusy: number;
  queues: readonly string[];
}

/**
 * How much longer than figures look back something is told and stored facts are read, ms: clocks of those who tell and those
 * who show differ.
 */
export const TOLD_LONGER_MS = 5 * 60_000;

/** Those of a conversation's facts that boards show, and that are told. `now`: UTC ms. */
export function liveFactsOf(facts: readonly Fact[], now: number): { facts: LiveFact[]; lately: Lately } {
  const open: LiveFact[] = [];
  const stays: EndedStay[] = [];
  const handled: EndedHandling[] = [];
  const staysFrom = now - RECENT_MS - TOLD_LONGER_MS;
  const handledFrom = now - HANDLED_MS - TOLD_LONGER_MS;
  for (const fact of facts) {
    if (isOpen(fact)) open.push(fact);
    else if (fact.fact === 'queue_spell') {
      if (fact.at >= staysFrom) stays.push(fact);
    } else if (isHandled(fact) && fact.endedAt >= handledFrom) handled.push(fact);
  }
  return { facts: open, lately: { stays, handled } };
}

function isOpen(fact: Fact): fact is Fact & LiveFact {
  switch (fact.fact) {
    case 'queue_spell':
    case 'handle_spell':
      return fact.state === 'open';
    case 'sla_target':
      return fact.state === 'active';
    default:
      return false;
  }
}

function isHandled(fact: Fact): fact is Fact & EndedHandling {
  return fact.fact === 'handle_spell' && fact.state === 'done' && fact.endedAt !== null;
}
