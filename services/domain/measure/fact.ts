/** A measurable moment or spell. The names are the values of the column `facts.fact`. */
export type FactName =
  | 'conversation'
  | 'queue_spell'
  | 'handle_spell'
  | 'bot_session'
  | 'status_spell'
  | 'assignment'
  | 'first_response'
  | 'next_response'
  | 'first_resolution'
  | 'total_resolution'
  | 'reopen'
  | 'transfer'
  | 'escalation'
  | 'survey_sent'
  | 'rating';

export type FactState =
  | 'open'
  | 'done'
  | 'answered'
  | 'abandoned'
  | 'transferred'
  | 'callback'
  | 'ended'
  | 'solved'
  | 'closed';

/** The dimensions of a moment: what figures are grouped and filtered by. Empty: not known. */
export interface Dimensions {
  queue: string;
  team: string;
  agent: string;
  priority: string;
  customerTier: string;
}

/**
 * One fact of a conversation. Its key within the conversation's stream is `(fact, at, seq)`.
 * Times are UTC ms, durations ms.
 */
export interface Fact extends Dimensions {
  fact: FactName;
  /** Begin of the spell or span, or the moment itself. */
  at: number;
  /** Number among the facts of the same name in this conversation, from 0. */
  seq: number;
  /** End of the spell or span; null while it is open. */
  endedAt: number | null;
  state: FactState;
  /** What kind within the fact: the status of a status spell, the survey kind of a rating. */
  label: string;
  /** Length in calendar time; 0 while open. */
  valueMs: number;
  /** What `valueMs` is compared with, such as the service-level threshold; 0 where there is none. */
  targetMs: number;
  /** Time on hold and in after-call work, parts of a handle spell's `valueMs`. */
  holdMs: number;
  wrapMs: number;
  /** Answer of a rating. */
  score: number;
  /** Best possible answer of a rating; public agent messages of a resolution. */
  scale: number;
  /** Whose conversation it is; the same in all its facts. */
  customerId: string;
}

/** A fact with nothing but its name, place and dimensions; the rest is set by who makes it. */
export function factOf(fact: FactName, at: number, seq: number, dimensions: Dimensions): Fact {
  return {
    fact,
    at,
    seq,
    endedAt: null,
    state: 'open',
    label: '',
    valueMs: 0,
    targetMs: 0,
    holdMs: 0,
    wrapMs: 0,
    score: 0,
    scale: 0,
    customerId: '',
    queue: dimensions.queue,
    team: dimensions.team,
    agent: dimensions.agent,
    priority: dimensions.priority,
    customerTier: dimensions.customerTier,
  };
}

/**
 * Ends a span. An end before the begin (clocks that disagree) counts as no time: never negative.
 */
export function endFact(fact: Fact, endedAt: number, state: FactState): Fact {
  fact.endedAt = Math.max(fact.at, endedAt);
  fact.state = state;
  fact.valueMs = fact.endedAt - fact.at;
  return fact;
}
