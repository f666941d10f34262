import { type Clocks, clocksOf } from '../sla/status-clock.ts';
import type { Terms } from '../sla/terms.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { isCustomerMessage } from './messages.ts';
import { courseOf, type Moment } from './moments.ts';
import { isUnsolved, type StatusHistory, statusHistory } from './status.ts';
import type { Tagging } from './taggings.ts';

/** A conversation as the rules see it: its events, and what held after each of them. */
export interface Subject {
  readonly timeline: Timeline;
  readonly moments: readonly Moment[];
  readonly terms: readonly Terms[];
  readonly taggings: readonly Tagging[];
  readonly status: StatusHistory;
  readonly clocks: Clocks;
  /** What holds now. */
  readonly now: Moment;
  /** Since when it is what it is, solved or closed; null while unsolved. */
  readonly endedAt: number | null;
  /**
   * Whether the company wrote first: an agent opened it, or a bot that wrote before the customer did, as campaigns do.
   * The actor of `created` or `started` tells who opened it.
   */
  readonly openedByCompany: boolean;
  /**
   * Since when the customer waits for the company at all: since the opening or, where the company wrote
   * first, since the customer's first message. Null: the company still waits for the customer.
   */
  readonly awaitedSince: number | null;
}

export function subjectOf(timeline: Timeline): Subject {
  const { moments, terms, taggings } = courseOf(timeline);
  const status = statusHistory(timeline);
  const last = status.changes.at(-1);
  const openedByCompany = isOpenedByCompany(timeline);
  // Events may be dated before the opening.
  const beginAt = Math.min(timeline.openedAt, timeline.events[0]!.occurredAt);
  return {
    timeline,
    moments,
    terms,
    taggings,
    status,
    clocks: clocksOf(terms, status.changes, beginAt),
    now: moments.at(-1)!,
    endedAt: last === undefined || isUnsolved(last.status) ? null : last.at,
    openedByCompany,
    awaitedSince: openedByCompany ? firstCustomerMessageAt(timeline) : timeline.openedAt,
  };
}

/** Whether somebody at the company may be waited for at an instant. */
export function isAwaited({ openedByCompany, awaitedSince }: Subject, at: number): boolean {
  return !openedByCompany || (awaitedSince !== null && at >= awaitedSince);
}

function isOpenedByCompany({ events }: Timeline): boolean {
  const opening = events.find(({ body }) => body.type === 'created' || body.type === 'started');
  if (opening?.actorKind !== 'bot') return opening?.actorKind === 'agent';
  // A bot that opens a conversation for a customer who waits does not write first.
  const first = events.find(({ body }) => body.type === 'message' && body.public);
  return first?.actorKind === 'bot';
}

function firstCustomerMessageAt({ events }: Timeline): number | null {
  return events.find(isCustomerMessage)?.occurredAt ?? null;
}
