import { type Clocks, clocksOf } from '../sla/status-clock.ts';
import type { Terms } from '../sla/terms.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { isCustomerMessage } from './messages.ts';
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
  /** Whether an agent wrote first: the actor of `created` or `started` tells. */
  readonly openedByAgent: boolean;
  /**
   * Since when the customer waits for the company at all: since the opening or, where an agent opened the
   * conversation, since the customer's first message. Null: the company still waits for the customer.
   */
  readonly awaitedSince: number | null;
}

export function subjectOf(timeline: Timeline): Subject {
  const { moments, terms } = courseOf(timeline);
  const status = statusHistory(timeline);
  const last = status.changes.at(-1);
  const openedByAgent = isOpenedByAgent(timeline);
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
    openedByAgent,
    awaitedSince: openedByAgent ? firstCustomerMessageAt(timeline) : timeline.openedAt,
  };
}

/** Whether somebody at the company may be waited for at an instant. */
export function isAwaited({ openedByAgent, awaitedSince }: Subject, at: number): boolean {
  return !openedByAgent || (awaitedSince !== null && at >= awaitedSince);
}

function isOpenedByAgent({ events }: Timeline): boolean {
  const opening = events.find(({ body }) => body.type === 'created' || body.type === 'started');
  return opening?.actorKind === 'agent';
}

function firstCustomerMessageAt({ events }: Timeline): number | null {
  return events.find(isCustomerMessage)?.occurredAt ?? null;
}
