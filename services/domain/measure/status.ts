import type { Timeline, TimelineEvent } from '../timeline/timeline.ts';

export type Status = 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed';
export const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'];

/** Whether somebody still waits for the conversation to be solved. */
export function isUnsolved(status: Status): boolean {
  return status !== 'solved' && status !== 'closed';
}

/** A change of status: the event's place in the timeline, and the status from then on. */
export interface StatusChange {
  index: number;
  at: number;
  status: Status;
}

/**
 * The status of a conversation over time.
 *
 * A ticket has the status that its events say, from `created` on; without a `created` it is new from its
 * opening. A chat or call is open until it ends, and then closed; it counts as solved when it `ended` after an
 * agent had answered. A merged or deleted ticket is closed. Repeating a status changes nothing.
 */
export function statusChanges(timeline: Timeline): StatusChange[] {
  if (timeline.stream === 'surveys' || timeline.events.length === 0) return [];
  const changes: StatusChange[] = [];
  let status: Status | null = null;
  const change = (index: number, at: number, to: Status) => {
    if (to === status) return;
    status = to;
    changes.push({ index, at, status: to });
  };
  change(0, timeline.openedAt, initialStatus(timeline.events));
  let answered = false;
  timeline.events.forEach((event, i) => {
    const at = Math.max(event.occurredAt, timeline.openedAt);
    switch (event.body.type) {
      case 'status_changed':
        change(i, at, event.body.status as Status);
        break;
      case 'merged':
      case 'deleted':
        change(i, at, 'closed');
        break;
      case 'answered':
        answered ||= event.actorKind === 'agent';
        break;
      case 'ended':
        if (answered) change(i, at, 'solved');
        change(i, at, 'closed');
        break;
      case 'abandoned':
      case 'callback_requested':
        change(i, at, 'closed');
        break;
    }
  });
  return changes;
}

function initialStatus(events: readonly TimelineEvent[]): Status {
  for (const event of events) {
    if (event.body.type === 'created') return event.body.status as Status;
    if (event.body.type === 'started' || event.body.type === 'queued') return 'open';
  }
  return 'new';
}
