import type { TimelineEvent } from '../timeline/timeline.ts';
import { copyOf, endFact, type Fact, type FactState, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';

/** Label of spells that the customer left before the queue's short-abandon time. */
export const SHORT_ABANDON = 'short';

/** Who waits for whom in a queue, while the events of a conversation are read. */
export interface Waiting {
  /** The spell that the conversation is in. */
  open: Fact | null;
  /** When the conversation was last given on or back. */
  givenOnAt: number;
  shortMs: number;
  /** The last spell, if nobody answered it, nor is it said that the customer left. */
  unanswered: Fact | null;
  /** The agent who has the conversation, empty where not named; null: nobody has taken it. */
  takenBy: string | null;
  /** When it was last taken while it waited in no queue. */
  takenAt: number;
  /** Of a chat or call: the agents who answered and have not wrapped up, and whether they still talk. */
  talking: Map<string, boolean>;
  /** Whether the conversation was unsolved after the last event. */
  unsolved: boolean;
  count: number;
}

export function nobodyWaits(): Waiting {
  return {
    open: null,
    givenOnAt: Number.NEGATIVE_INFINITY,
    shortMs: 0,
    unanswered: null,
    takenBy: null,
    takenAt: Number.NEGATIVE_INFINITY,
    talking: new Map(),
    unsolved: true,
    count: 0,
  };
}

/** With copies of the spells that may still change. */
export function copyOfWaiting(waiting: Waiting): Waiting {
  const { open, unanswered, talking } = waiting;
  return {
    ...waiting,
    open: open === null ? null : copyOf(open),
    unanswered: unanswered === null ? null : copyOf(unanswered),
    talking: new Map(talking),
  };
}

/** A stay in a queue begins, unless it has begun already or the conversation is over. */
export function begin(
  waiting: Waiting,
  i: number,
  { timeline, moments, status }: Subject,
  { spans }: Sheet,
): void {
  const moment = moments[i]!;
  const at = timeline.events[i]!.occurredAt;
  if (!isUnsolved(status.after[i]!) || waiting.open?.queue === moment.queue) return;
  end(waiting, at, 'transferred');
  const spell = factOf('queue_spell', at, waiting.count++, moment, '');
  spell.team = moment.stamp.queueTeam;
  spell.targetMs = moment.stamp.serviceLevelMs;
  waiting.open = spell;
  waiting.shortMs = moment.stamp.shortAbandonMs;
  spans.push(spell);
}

/** An agent has taken the conversation: the spell that it is in, or has just left, was answered. */
export function take(waiting: Waiting, event: TimelineEvent, agent: string, subject: Subject): void {
  const { occurredAt: at, body } = event;
  const { open, unanswered, talking } = waiting;
  const isCall = body.type === 'held' || body.type === 'resumed' || body.type === 'wrapped_up';
  const isLate = body.type === 'wrapped_up' && Boolean(body.talked_until);
  const isAfterCallWork = isCall && (talking.get(agent) === false || isLate);
  if (body.type === 'answered') talking.set(agent, true);
  else if (body.type === 'wrapped_up') talking.delete(agent);
  if (isAfterCallWork) return;
  const isGiven = body.type === 'answered' || body.type === 'assigned';
  if (open !== null && (isGiven || open.at !== at || waiting.givenOnAt !== at)) answer(waiting, at, agent);
  else if (unanswered !== null && isAnswerTo(unanswered, event)) {
    unanswered.state = 'answered';
    unanswered.label = '';
    unanswered.agent = agent;
    waiting.unanswered = null;
    if (open !== null) return;
  } else if (open !== null) return;
  else if (isGiven) waiting.takenAt = at;
  // Before the customer writes to a company that wrote first, it has whoever it is assigned to, and nobody else.
  if (subject.timeline.stream === 'chats' || isAwaited(subject, at)) waiting.takenBy = agent;
}

/** Whether a spell that has ended without an answer had one after all. */
function isAnswerTo({ state, endedAt }: Fact, { occurredAt, body: { type } }: TimelineEvent): boolean {
  if (state === 'transferred') return occurredAt === endedAt && type !== 'answered' && type !== 'assigned';
  if (state !== 'ended' && state !== 'abandoned') return false;
  return occurredAt === endedAt || type === 'wrapped_up';
}

/** Nobody has it any more. Whoever gives a chat or call on talks no longer; without a name, nobody does. */
export function giveOn(waiting: Waiting, at: number, agent: string): void {
  const { talking } = waiting;
  waiting.givenOnAt = at;
  waiting.takenBy = null;
  waiting.takenAt = Number.NEGATIVE_INFINITY;
  const isOwn = talking.has(agent);
  for (const one of talking.keys()) if (!isOwn || one === agent) talking.set(one, false);
}

export function answer(waiting: Waiting, at: number, agent: string): void {
  const { open } = waiting;
  if (open === null) return;
  end(waiting, at, 'answered');
  open.agent = agent;
  waiting.unanswered = null;
}

export function end(waiting: Waiting, at: number, state: FactState): void {
  const { open } = waiting;
  if (open === null) return;
  endFact(open, at, state);
  if (state === 'abandoned' && open.valueMs < waiting.shortMs) open.label = SHORT_ABANDON;
  waiting.unanswered = open;
  waiting.open = null;
}
