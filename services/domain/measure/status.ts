import type { Timeline, TimelineEvent } from '../timeline/timeline.ts';
import type { Dimensions } from './fact.ts';
import { takerOf } from './taking.ts';

export type Status = 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
export const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'];

/** Whether somebody still waits for the conversation to be solved. */
export function isUnsolved(status: Status): boolean {
  return status !== 'solved' && status !== 'closed';
}

/** A status that is said, by whom, and what holds from then on. */
export interface StatusChange {
  readonly at: number;
  readonly status: Status;
  readonly dimensions: Dimensions;
  readonly byAgent: boolean;
}

export interface StatusHistory {
  /** Neighbours differ; the first is the status at the opening. Empty for surveys. */
  readonly changes: readonly StatusChange[];
  /**
   * These, and in between `solved` and `closed` said again of a conversation that was that already: the last one is when
   * it was.
   */
  readonly said: readonly StatusChange[];
  /** The status after each of the events that were read last. */
  after: readonly Status[];
}

/** What is known of the status after the events that were read. */
export interface StatusReading extends StatusHistory {
  readonly changes: StatusChange[];
  /** The list of changes itself as long as nothing was said again. */
  said: StatusChange[];
  after: Status[];
  status: Status;
  /** The place of the last change among the events that were read last. */
  changedAt: number;
  answered: boolean;
  hasBegun: boolean;
  hasQueued: boolean;
  /** Whether a call was hung up without ever having queued. */
  isOver: boolean;
  /** Whether what ended last was ended by the system: a call that leaves a queue, and goes on where nobody sees it. */
  hasLeft: boolean;
}

export function nothingSaid(): StatusReading {
  const changes: StatusChange[] = [];
  return {
    changes,
    said: changes,
    after: [],
    status: 'new',
    changedAt: 0,
    answered: false,
    hasBegun: false,
    hasQueued: false,
    isOver: false,
    hasLeft: false,
  };
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
 * - a call of which all agents have wrapped up, and that waits for none, is over, though no `ended` says so. That is read
 *   from all of its events: a call cannot be read in parts.
 *
 * @param history of what came before these events; it goes on with them
 * @param moments what holds after each of these events
 * @param initial the status at the opening
 */
export function readStatus(
  history: StatusReading,
  timeline: Timeline,
  moments: readonly Dimensions[],
  initial: Status,
): void {
  const { stream, channel, events, openedAt } = timeline;
  history.after = new Array(events.length);
  if (stream === 'surveys') return;
  if (history.changes.length === 0) {
    history.status = initial;
    history.changes.push({ at: openedAt, status: initial, dimensions: moments[0]!, byAgent: false });
  }
  let { answered, hasBegun, hasQueued, isOver, hasLeft } = history;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { body } = event;
    const at = Math.max(event.occurredAt, openedAt);
    if (takerOf(event) !== null) answered = true;
    switch (body.type) {
      case 'status_changed':
        say(history, i, at, body.status as Status, event, moments);
        break;
      case 'merged':
      case 'deleted':
        say(history, i, at, 'closed', event, moments);
        break;
      case 'ended':
        isOver = channel === 'voice' && !hasQueued;
        hasLeft = channel === 'voice' && event.actorKind === 'system';
        end(history, i, at, body.resolved ?? answered, event, moments);
        break;
      case 'abandoned':
        hasLeft = false;
        isOver = channel === 'voice' && !hasQueued;
        say(history, i, at, 'closed', event, moments);
        break;
      case 'callback_requested':
        isOver = false;
        hasLeft = false;
        hasBegun = true;
        say(history, i, at, 'closed', event, moments);
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
          say(history, i, at, 'open', event, moments);
        }
        hasQueued ||= body.type === 'queued';
        hasBegun = true;
        break;
      default:
        hasBegun = true;
    }
    history.after[i] = history.status;
  }
  history.answered = answered;
  history.hasBegun = hasBegun;
  history.hasQueued = hasQueued;
  history.isOver = isOver;
  history.hasLeft = hasLeft;
  if (channel === 'voice' && isUnsolved(history.status)) wrapUp(history, timeline, moments);
}

function say(
  history: StatusReading,
  index: number,
  at: number,
  status: Status,
  { actorKind }: TimelineEvent,
  moments: readonly Dimensions[],
): void {
  const isChange = status !== history.status;
  if (!isChange && isUnsolved(status)) return;
  const said = { at, status, dimensions: moments[index]!, byAgent: actorKind === 'agent' };
  if (!isChange) {
    if (history.said === history.changes) history.said = history.changes.slice();
    history.said.push(said);
    return;
  }
  if (history.said !== history.changes) history.said.push(said);
  history.changes.push(said);
  history.changedAt = index;
  history.status = status;
}

function end(
  history: StatusReading,
  index: number,
  at: number,
  solved: boolean,
  event: TimelineEvent,
  moments: readonly Dimensions[],
): void {
  if (isUnsolved(history.status) && solved) say(history, index, at, 'solved', event, moments);
  say(history, index, at, 'closed', event, moments);
}

/** Ends a call with its last wrap-up, where that left nobody who talks or waits. */
function wrapUp(
  history: StatusReading,
  { events, openedAt }: Timeline,
  moments: readonly Dimensions[],
): void {
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
  const isAfter = history.changes.length === 1 || last > history.changedAt;
  if (last < 0 || waits || [...talking.values()].includes(true) || !isAfter) return;
  const event = events[last]!;
  end(history, last, Math.max(event.occurredAt, openedAt), true, event, moments);
  history.after.fill(history.status, last);
}

/** The status at the opening. */
export function initialStatus({ stream, events }: Timeline): Status {
  if (stream === 'chats') return 'open';
  for (const { body } of events) if (body.type === 'created') return body.status as Status;
  return 'new';
}
