import type { Timeline } from '../timeline/timeline.ts';

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
 * counts as solved when it `ended` after an agent had answered, unless the customer said whether it was. One
 * that is started or queued again later is open again.
 */
export function statusHistory(timeline: Timeline): StatusHistory {
  const { stream, events, openedAt } = timeline;
  const history: Saying = { changes: [], repeats: [], after: new Array(events.length), status: 'new' };
  if (stream === 'surveys') return history;
  history.status = initialStatus(timeline);
  history.changes.push({ index: 0, at: openedAt, status: history.status });
  let answered = false;
  for (let i = 0; i < events.length; i++) {
    const { body, actorKind, occurredAt } = events[i]!;
    const at = Math.max(occurredAt, openedAt);
    switch (body.type) {
      case 'status_changed':
        say(history, i, at, body.status as Status);
        break;
      case 'merged':
      case 'deleted':
        say(history, i, at, 'closed');
        break;
      case 'answered':
        answered ||= actorKind === 'agent';
        break;
      case 'ended':
        if (isUnsolved(history.status) && (body.resolved ?? answered)) say(history, i, at, 'solved');
        say(history, i, at, 'closed');
        break;
      case 'abandoned':
      case 'callback_requested':
        say(history, i, at, 'closed');
        break;
      case 'started':
      case 'queued':
        // At the instant of the end itself it is the order of two clocks, not a return.
        if (isUnsolved(history.status) || at <= history.changes.at(-1)!.at) break;
        answered = false;
        say(history, i, at, 'open');
        break;
    }
    history.after[i] = history.status;
  }
  return history;
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

function initialStatus({ stream, events }: Timeline): Status {
  if (stream === 'chats') return 'open';
  for (const { body } of events) if (body.type === 'created') return body.status as Status;
  return 'new';
}
