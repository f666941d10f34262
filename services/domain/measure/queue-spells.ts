import { cycleOf } from '../sla/cycle.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';
import { endFact, type Fact, type FactState, factOf } from './fact.ts';
import { isCustomerMessage } from './messages.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';
import { takerOf } from './taking.ts';

/** Label of spells that the customer left before the queue's short-abandon time. */
export const SHORT_ABANDON = 'short';

/** What is known while the events are read. */
interface Waiting {
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
  count: number;
}

/**
 * The stays in queues, from `queued` to answer, abandonment, flow-out or callback.
 *
 * Tickets queue where their events name a queue: from creation, from transfer or being given back unassigned, and
 * from a return to what nobody had taken before it was solved. Where an agent opened the ticket, nobody waits
 * until the customer writes; from then on, unless it is assigned. Chats and calls wait when `queued` says so.
 *
 * Whatever shows that an agent took the conversation answers it (`takerOf`), and the end of the conversation ends
 * it. Assumed where events contradict each other or are silent:
 * - queued again in the same queue while waiting there: the first begin holds;
 * - queued in another queue while waiting: the customer flowed out of the first;
 * - answered without having queued: nobody waited, so there is no spell;
 * - taken before it was created, or at the instant at which it was queued: it waited for no time;
 * - answered and then queued, without having been given on: it waits for the next sign of an agent, or to the end
 *   of the conversation. Two clocks or a second wait, nobody knows: so nobody abandoned it, unless `abandoned` says;
 * - ended while waiting: abandoned if the customer ended it, else flowed out. A wrap-up that follows, by an agent
 *   of whom nothing else is known, says that it was answered, though not when;
 * - a message or change of status of the instant of the solution, or of giving the conversation on, came before it;
 * - what an agent does who has given a chat or call on is after-call work, and answers nothing;
 * - nobody queues in a conversation that is solved or closed.
 */
export function queueSpells(subject: Subject, sheet: Sheet): void {
  const { timeline, moments, status } = subject;
  const { stream, events } = timeline;
  if (stream === 'surveys') return;
  const waiting: Waiting = {
    open: null,
    givenOnAt: Number.NEGATIVE_INFINITY,
    shortMs: 0,
    unanswered: null,
    takenBy: null,
    takenAt: Number.NEGATIVE_INFINITY,
    talking: new Map(),
    count: 0,
  };
  let unsolved = true;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { occurredAt: at, body, actorKind, actorId } = event;
    const isUnsolvedNow = isUnsolved(status.after[i]!);
    switch (body.type) {
      case 'created':
        // Created again, it is what it was.
        if (waiting.count === 0) waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'queued':
        begin(waiting, i, subject, sheet);
        if (waiting.takenAt === at) answer(waiting, at, waiting.takenBy ?? '');
        if (!unsolved) waiting.talking.clear();
        break;
      case 'assigned':
        if (body.agent_id) break;
        giveOn(waiting, at, '');
        waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'transferred':
        end(waiting, at, 'transferred');
        if (stream === 'tickets' && moments[i]!.agent !== '') break;
        giveOn(waiting, at, actorKind === 'agent' ? actorId : '');
        waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'callback_requested':
        end(waiting, at, 'callback');
        break;
      case 'abandoned':
        end(waiting, at, 'abandoned');
        waiting.unanswered = null;
        break;
      case 'ended': {
        const isLeft = actorKind === 'customer' && ![...waiting.talking.values()].includes(true);
        end(waiting, at, isLeft ? 'abandoned' : 'ended');
        giveOn(waiting, at, '');
        break;
      }
      case 'status_changed':
        if (isUnsolvedNow && !unsolved && waiting.takenBy === null && !moments[i]!.agent)
          waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'message':
        if (subject.openedByAgent && at === subject.awaitedSince && isCustomerMessage(event))
          waitAsTicket(waiting, i, subject, sheet);
        break;
    }
    const taker = takerOf(event);
    if (taker !== null) take(waiting, event, taker, subject);
    if (!isUnsolvedNow) end(waiting, at, 'ended');
    unsolved = isUnsolvedNow;
  }
}

/** What was promised to those who waited in a queue; only an answer fulfils it. */
export function queueWaits({ spans, cycles }: Sheet): void {
  for (const spell of spans) {
    if (spell.fact !== 'queue_spell') continue;
    const { seq, at, endedAt, state } = spell;
    cycles.push(cycleOf('queue_wait', seq, at, endedAt, state === 'answered', spell));
  }
}

/** A ticket waits where it has a queue and nobody has it; no `queued` says so. */
function waitAsTicket(waiting: Waiting, i: number, subject: Subject, sheet: Sheet): void {
  const { timeline, moments } = subject;
  const { queue, agent } = moments[i]!;
  const at = timeline.events[i]!.occurredAt;
  if (timeline.stream !== 'tickets' || queue === '' || !isAwaited(subject, at)) return;
  if (subject.openedByAgent && agent !== '') return;
  begin(waiting, i, subject, sheet);
  if (waiting.takenBy !== null) answer(waiting, at, waiting.takenBy);
}

function begin(waiting: Waiting, i: number, { timeline, moments, status }: Subject, { spans }: Sheet): void {
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
function take(waiting: Waiting, event: TimelineEvent, agent: string, subject: Subject): void {
  const { occurredAt: at, body } = event;
  const { open, unanswered, talking } = waiting;
  const isCall = body.type === 'held' || body.type === 'resumed' || body.type === 'wrapped_up';
  const isAfterCallWork = isCall && talking.get(agent) === false;
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
function giveOn(waiting: Waiting, at: number, agent: string): void {
  const { talking } = waiting;
  waiting.givenOnAt = at;
  waiting.takenBy = null;
  waiting.takenAt = Number.NEGATIVE_INFINITY;
  const isOwn = talking.has(agent);
  for (const one of talking.keys()) if (!isOwn || one === agent) talking.set(one, false);
}

function answer(waiting: Waiting, at: number, agent: string): void {
  const { open } = waiting;
  if (open === null) return;
  end(waiting, at, 'answered');
  open.agent = agent;
  waiting.unanswered = null;
}

function end(waiting: Waiting, at: number, state: FactState): void {
  const { open } = waiting;
  if (open === null) return;
  endFact(open, at, state);
  if (state === 'abandoned' && open.valueMs < waiting.shortMs) open.label = SHORT_ABANDON;
  waiting.unanswered = open;
  waiting.open = null;
}
