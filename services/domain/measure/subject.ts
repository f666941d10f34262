import { type Clocks, newClocks } from '../sla/status-clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type Course, type Moment, newCourse, readCourse } from './moments.ts';
import type { Outset } from './outset.ts';
import { isUnsolved, nothingSaid, readStatus, type StatusHistory, type StatusReading } from './status.ts';

/**
 * A conversation as the rules see it: its events, or those of them that come after what was read before; and what held
 * after each.
 */
export interface Subject {
  readonly timeline: Timeline;
  readonly moments: readonly Moment[];
  readonly course: Course;
  readonly status: StatusHistory;
  readonly clocks: Clocks;
  readonly outset: Outset;
  /** What holds now. */
  readonly now: Moment;
  /** Since when it is what it is, solved or closed; null while unsolved. */
  readonly endedAt: number | null;
}

/** What is known of a conversation after the events that were read, whatever the rules make of it. */
export interface Known {
  readonly course: Course;
  readonly status: StatusReading;
  readonly clocks: Clocks;
}

export function nothingKnown({ beginAt }: Outset): Known {
  const course = newCourse();
  const status = nothingSaid();
  return { course, status, clocks: newClocks(course.terms, status.changes, beginAt) };
}

/**
 * Reads the events of a timeline, at least one.
 *
 * @param known of what came before these events; it goes on with them
 * @param outset of all of the conversation's events
 */
export function readSubject(timeline: Timeline, { course, status, clocks }: Known, outset: Outset): Subject {
  const moments = readCourse(course, timeline);
  readStatus(status, timeline, moments, outset.status);
  const last = status.changes.at(-1);
  return {
    timeline,
    moments,
    course,
    status,
    clocks,
    outset,
    now: moments.at(-1)!,
    endedAt: last === undefined || isUnsolved(last.status) ? null : last.at,
  };
}

/** Whether somebody at the company may be waited for at an instant. */
export function isAwaited({ outset: { openedByCompany, awaitedSince } }: Subject, at: number): boolean {
  return !openedByCompany || (awaitedSince !== null && at >= awaitedSince);
}
