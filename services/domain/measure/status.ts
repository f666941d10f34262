import type { Timeline } from '../timeline/timeline.ts';
import { takerOf } from './taking.ts';

export type Status = 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
export const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'];

/** Whether somebody still waits for the conversation to be solved. */
export function isUnsolved(status: Status): boolean {
  return status !== 'solved' && status !== 'closed';
}

/** A status that is said: the event's place in the timeline, and the status from then on. */
export interface StatusChange {
  index: number;
  at: number;
  status: Status;
}

export interface StatusHistory {
  /** Neighbours differ; the first is the status at the opening. Empty for surveys. */
  changes: readonly StatusChange[];
  /** `solved` and `closed` said again of a conversation that was that already: the last one is when it was. */
  repeats: readonly StatusChange[];
  /** The status after each event. */
  after: readonly Status[];
}

/**
 * The status of a conversation over time.
 *
 * A ticket has the status that its events say, from `created` on; without a `created` it is new from its
 * opening. A merged or deleted ticket is closed. A chat or call is open until it ends, and then closed; it
 * counts as solved when it `ended` after an agent had answered (`takerOf`), unless the customer said whether it
 * was. One that is started or queued again later is open again; so is a call that the system ended and queues at the same
 * instant, in the order of the ids: it left one queue for the next.
 *
 * Assumed where events contradict each other or are silent:
 * - what ended before anything of it began was not ended and begun again: two clocks disagree, and it is over;
 * - the same of a call that ended before it was first queued: nobody can queue who has hung up, but who asked to be
 *   called back can;
 * - a call of which all agents have wrapped up, and that waits for none, is over, though no `ended` says so.
 */
export function statusHistory(timeline: Timeline): StatusHistory {
  const { stream, channel, events, openedAt } = timeline;
  const history: Saying = { changes: [], repeats: [], after: new Array(events.length), status: 'new' };
  if (stream === 'surveys') return history;
  history.status = initialStatus(timeline);
  history.changes.push({ index: 0, at: openedAt, status: history.status });
  let answered = false;
  let hasBegun = false;
  let hasQueued = false;
  /** Whether a call was hung up without ever having queued. */
  let isOver = false;
  /** Whether what ended last was ended by the system: a call that leaves a queue, and goes on where nobody sees it. */
  let hasLeft = false;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { body } = event;
    const at = Math.max(event.occurredAt, openedAt);
    if (takerOf(event) !== null) answered = true;
    switch (body.type) {
      case 'status_changed':
        say(history, i, at, body.status as Status);
        break;
      case 'merged':
      case 'deleted':
        say(history, i, at, 'closed');
        break;
      case 'ended':
        isOver = channel === 'voice' && !hasQueued;
        hasLeft = channel === 'voice' && event.actorKind === 'system';
        end(history, i, at, body.resolved ?? answered);
        break;
      case 'abandoned':
        hasLeft = false;
        isOver = channel === 'voice' && !hasQueued;
        say(history, i, at, 'closed');
        break;
      case 'callback_requested':
        isOver = false;
        hasLeft = false;
        hasBegun = true;
        say(history, i, at, 'closed');
        break;
      case 'started':
      case 'queued':
        // At the instant of the end itself it is the order of two clocks, not a return, unless one system says both.
        if (
          !isUnsolved(history.status) &&
          (hasLeft || at > history.changes.at(-1)!.at) &&
          hasBegun &&
          !isOver
        ) {
          answered = false;
          say(history, i, at, 'open');
        }
        hasQueued ||= body.type === 'queued';
        hasBegun = true;
        break;
      default:
        hasBegun = true;
    }
    history.after[i] = history.status;
  }
  if (isUnsolved(history.status)) wrapUp(history, timeline);
  return history;
}

/** All that was said, changes and repeats, the status at the opening first. */
export function inOrder({ changes, repeats }: StatusHistory): readonly StatusChange[] {
  if (repeats.length === 0) return changes;
  return [...changes, ...repeats].sort((a, b) => a.index - b.index);
}

interface Saying extends StatusHistory {
  changes: StatusChange[];
  repeats: StatusChange[];
  after: Status[];
  status: Status;
}

function say(history: Saying, index: number, at: number, status: Status): void {
  if (status !== history.status) history.changes.push({ index, at, status });
  else if (!isUnsolved(status)) history.repeats.push({ index, at, status });
  history.status = status;
}

function end(history: Saying, index: number, at: number, solved: boolean): void {
  if (isUnsolved(history.status) && solved) say(history, index, at, 'solved');
  say(history, index, at, 'closed');
}

/** Ends a call with its last wrap-up, where that left nobody who talks or waits. */
function wrapUp(history: Saying, { channel, events, openedAt }: Timeline): void {
  if (channel !== 'voice') return;
  /** Agents who have not wrapped up, and whether they still talk. */
  const talking = new Map<string, boolean>();
  let waits = false;
  let last = -1;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { body, actorId } = event;
    if (body.type === 'queued' || body.type === 'transferred') waits = true;
    if (body.type === 'started') last = -1;
    if (body.type === 'transferred') {
      for (const one of talking.keys()) if (!talking.has(actorId) || one === actorId) talking.set(one, false);
    }
    if (takerOf(event) === null) continue;
    if (body.type === 'answered' || talking.get(actorId) !== false) waits = false;
    if (body.type === 'answered') talking.set(actorId, true);
    if (body.type !== 'wrapped_up') continue;
    talking.delete(actorId);
    last = i;
  }
  const isAfter = history.changes.length === 1 || last > history.changes.at(-1)!.index;
  if (last < 0 || waits || [...talking.values()].includes(true) || !isAfter) return;
  end(history, last, Math.max(events[last]!.occurredAt, openedAt), true);
  history.after.fill(history.status, last);
}

function initialStatus({ stream, events }: Timeline): Status {
  if (stream === 'chats') return 'open';
  for (const { body } of events) if (body.type === 'created') return body.status as Status;
  return 'new';
}
