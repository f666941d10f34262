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
  | 'periodic_update'
  | 'pausable_update'
  | 'first_resolution'
  | 'total_resolution'
  | 'requester_wait'
  | 'agent_work'
  | 'closure'
  | 'reopen'
  | 'transfer'
  | 'escalation'
  | 'tag'
  | 'survey_sent'
  | 'rating'
  | 'said'
  | 'language'
  | 'sentiment_change'
  | 'repetition'
  | 'question'
  | 'silence'
  | 'sla_target';

/** `active`, `paused`, `met`, `breached` and `cancelled` are of `sla_target` alone. */
export type FactState =
  | 'open'
  | 'done'
  | 'answered'
  | 'abandoned'
  | 'transferred'
  | 'callback'
  | 'ended'
  | 'solved'
  | 'closed'
  | 'active'
  | 'paused'
  | 'met'
  | 'breached'
  | 'cancelled';

/** The dimensions of a moment: what figures are grouped and filtered by. Empty: not known. */
export interface Dimensions {
  queue: string;
  team: string;
  agent: string;
  priority: string;
  customerTier: string;
  /** Id of the SLA policy in force. */
  policy: string;
}

export function sameDimensions(a: Dimensions, b: Dimensions): boolean {
  return (
    a.agent === b.agent &&
    a.queue === b.queue &&
    a.team === b.team &&
    a.priority === b.priority &&
    a.customerTier === b.customerTier &&
    a.policy === b.policy
  );
}

/**
 * One fact of a conversation. Its key within the conversation's stream is `(fact, at, seq)`.
 * Times are UTC ms, durations ms.
 *
 * A class, as once a number of an object literal has grown from a small integer to a duration of weeks, V8 makes
 * the literal on a slower path: a quarter more for conversations of 10,000 events.
 */
export class Fact implements Dimensions {
  fact: FactName;
  /** Begin of the spell or span, or the moment itself; of an SLA target, when it is due. */
  at: number;
  /**
   * Number among the facts of the same name in this conversation, from 0. Of SLA targets: of the cycle and the
   * metric, see `targetSeq`.
   */
  seq: number;
  /** Begin of an SLA target; equals `at` in all other facts. */
  beganAt: number;
  /** End of the spell or span; null while it is open. */
  endedAt: number | null = null;
  state: FactState = 'open';
  /**
   * What kind within the fact: the status of a status spell, the survey kind of a rating, the metric of a target, the
   * tag, who said something and how politely (`sayings.ts`).
   */
  label = '';
  /** Length in calendar time, less what was paused; 0 while open. */
  valueMs = 0;
  /** Of `valueMs` what lies in the conversation's business hours; of a target, in the target's. */
  businessMs = 0;
  /** What it is compared with: the service-level threshold, the budget of a target; 0 where there is none. */
  targetMs = 0;
  /** Time on hold and in after-call work, parts of a handle spell's `valueMs`. */
  holdMs = 0;
  wrapMs = 0;
  /** Of a response, what lay before a bot handed over to people, part of `valueMs`; and of that, business time. */
  botMs = 0;
  botBusinessMs = 0;
  /** Answer of a rating; sentiment, hundredths. */
  score = 0;
  /**
   * Best possible answer of a rating; public agent messages of a resolution; 100 of what has a sentiment, 0 of what
   * was said in a language in which none can be read.
   */
  scale = 0;
  /** Whose conversation it is; the same in all its facts. */
  customerId = '';
  /**
   * Which facts like it the conversation had before, see `earlier.ts`; empty where nothing is said of that: while it is
   * open, and of kinds of which nobody counts conversations.
   */
  earlier = '';
  queue: string;
  team: string;
  agent: string;
  priority: string;
  customerTier: string;
  policy: string;

  constructor(fact: FactName, at: number, seq: number, dimensions: Dimensions, agent: string) {
    this.fact = fact;
    this.at = at;
    this.seq = seq;
    this.beganAt = at;
    this.queue = dimensions.queue;
    this.team = dimensions.team;
    this.agent = agent;
    this.priority = dimensions.priority;
    this.customerTier = dimensions.customerTier;
    this.policy = dimensions.policy;
  }
}

/** A fact with nothing but its name, place and dimensions; the rest is set by who makes it. */
export function factOf(
  fact: FactName,
  at: number,
  seq: number,
  dimensions: Dimensions,
  agent = dimensions.agent,
): Fact {
  return new Fact(fact, at, seq, dimensions, agent);
}

/** The same again, which may change without it. */
export function copyOf(fact: Fact): Fact {
  return Object.assign(factOf(fact.fact, fact.at, fact.seq, fact), fact);
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
