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

/** Those of a conversation's facts that boards show now. */
export function openFactsOf(facts: readonly Fact[]): LiveFact[] {
  return facts.filter(isOpen);
}

/** Those that figures of what ended lately are made of, and a little more. `now`: UTC ms. */
export function latelyOf(facts: readonly Fact[], now: number): Lately {
  const stays = facts.filter((fact) => isLateStay(fact, now));
  const handled = facts.filter((fact) => isLateHandling(fact, now)) as (Fact & EndedHandling)[];
  // Most conversations that change have nothing that ended lately: what waits to be told is not to fill memory with nothing.
  return stays.length + handled.length === 0 ? NOTHING_LATELY : { stays, handled };
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

function isLateStay({ fact, state, at }: Fact, now: number): boolean {
  return fact === 'queue_spell' && state !== 'open' && at >= now - RECENT_MS - TOLD_LONGER_MS;
}

function isLateHandling({ fact, state, endedAt }: Fact, now: number): boolean {
  return fact === 'handle_spell' && state === 'done' && endedAt! >= now - HANDLED_MS - TOLD_LONGER_MS;
}
