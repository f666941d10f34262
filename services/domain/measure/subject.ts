import { type Clocks, clocksOf } from '../sla/status-clock.ts';
import type { Terms } from '../sla/terms.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { courseOf, type Moment } from './moments.ts';
import { isUnsolved, type StatusHistory, statusHistory } from './status.ts';

/** A conversation as the rules see it: its events, and what held after each of them. */
export interface Subject {
  readonly timeline: Timeline;
  readonly moments: readonly Moment[];
  readonly terms: readonly Terms[];
  readonly status: StatusHistory;
  readonly clocks: Clocks;
  /** What holds now. */
  readonly now: Moment;
  /** Since when it is what it is, solved or closed; null while unsolved. */
  readonly endedAt: number | null;
}

export function subjectOf(timeline: Timeline): Subject {
  const { moments, terms } = courseOf(timeline);
  const status = statusHistory(timeline);
  const last = status.changes.at(-1);
  // Events may be dated before the opening.
  const beginAt = Math.min(timeline.openedAt, timeline.events[0]!.occurredAt);
  return {
    timeline,
    moments,
    terms,
    status,
    clocks: clocksOf(terms, status.changes, beginAt),
    now: moments.at(-1)!,
    endedAt: last === undefined || isUnsolved(last.status) ? null : last.at,
  };
}

/** A wait that nobody fulfilled: until when it lasted, null while it still does, and what held then. */
export interface Unfulfilled {
  until: number | null;
  moment: Moment;
}

/**
 * What became of a wait for a reply that began at `from` and that nobody has answered. Nobody waits for a reply
 * any more once the conversation is solved or closed, whether by an agent, a merge or a customer who left. A
 * customer who writes to a solved conversation waits again; to a closed one, only if it is opened again.
 *
 * @returns null where nobody waited at all
 */
export function unanswered({ endedAt, status, moments, now }: Subject, from: number): Unfulfilled | null {
  if (endedAt === null) return { until: null, moment: now };
  const end = status.changes.at(-1)!;
  if (from < endedAt) return { until: endedAt, moment: moments[end.index]! };
  return from > endedAt && end.status === 'solved' ? { until: null, moment: now } : null;
}
