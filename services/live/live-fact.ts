import type { Fact } from '../domain/measure/fact.ts';
import type { Channel, Stream } from '../domain/timeline/timeline.ts';

export const LIVE_FACTS = ['queue_spell', 'handle_spell', 'sla_target'] as const;

/** A fact that boards show now: a stay in a queue or a handling that goes on, or a target that runs. */
export interface LiveFact {
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
  queue: string;
  team: string;
  agent: string;
  priority: string;
  customerTier: string;
  policy: string;
}

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

/** Those of a conversation's facts that boards show. */
export function liveFactsOf(facts: readonly Fact[]): (Fact & LiveFact)[] {
  return facts.filter(isLive);
}

function isLive(fact: Fact): fact is Fact & LiveFact {
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
