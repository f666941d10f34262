import type { PinnedCalendar } from './calendars.ts';

/** What a target can be set on. The place in this list is part of the key of `sla_target` facts: append only. */
export const SLA_METRICS = [
  'first_response',
  'next_response',
  'periodic_update',
  'pausable_update',
  'queue_wait',
  'first_resolution',
  'total_resolution',
  'requester_wait',
  'agent_work',
] as const;

export type SlaMetric = (typeof SLA_METRICS)[number];

/** The key of `Target.withinMs` for priorities that it does not name, and for conversations without one. */
export const ANY_PRIORITY = 'default';

/** A promise on one metric. */
export interface Target {
  readonly metric: SlaMetric;
  /** Budget in ms by priority; a priority that is not named has `ANY_PRIORITY`'s, or no target at all. */
  readonly withinMs: { readonly [priority: string]: number };
  /** The hours that count against the budget; null: all of them. */
  readonly calendar: PinnedCalendar | null;
}

/**
 * A policy as it is pinned on events: its conditions on channel and queue have been met already. An empty list
 * is no condition; otherwise the conversation's value must be in it, of its tags at least one.
 */
export interface Policy {
  readonly id: string;
  readonly priorities: readonly string[];
  readonly tiers: readonly string[];
  readonly tags: readonly string[];
  readonly targets: readonly Target[];
}

/** The first policy whose conditions are met by what the conversation is now. */
export function matchPolicy(
  candidates: readonly Policy[],
  priority: string,
  customerTier: string,
  tags: readonly string[],
): Policy | null {
  for (const policy of candidates) {
    if (policy.priorities.length > 0 && !policy.priorities.includes(priority)) continue;
    if (policy.tiers.length > 0 && !policy.tiers.includes(customerTier)) continue;
    if (policy.tags.length > 0 && !policy.tags.some((tag) => tags.includes(tag))) continue;
    return policy;
  }
  return null;
}

/** The budget that a target gives a priority, ms; null where it gives none. */
export function budgetOf(target: Target, priority: string): number | null {
  return target.withinMs[priority] ?? target.withinMs[ANY_PRIORITY] ?? null;
}
