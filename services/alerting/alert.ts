import { createHash } from 'node:crypto';

/**
 * `pending`: the condition holds, but not for long enough. `inactive`: it was pending and came to nothing.
 * `recorded`: it came due too long ago to be told to anybody.
 */
export type AlertState = 'pending' | 'inactive' | 'firing' | 'resolved' | 'recorded';

/** What an alert is about. Empty: that it has none. */
export interface AlertSubject {
  stream: string;
  conversationId: string;
  /** Metric of the SLA target, or of the figure. */
  metric: string;
  /** Number of the target within its conversation, see `targetSeq`. */
  seq: number;
  queue: string;
  team: string;
  agent: string;
  channel: string;
  priority: string;
  customerTier: string;
  policy: string;
}

/** An alert as it is after a transition. Times are UTC ms. */
export interface Alert extends AlertSubject {
  /** The same wherever and however often it is found out: made of the rule and of what it is about. */
  id: string;
  /** 1 for the first transition. */
  version: number;
  rule: string;
  kind: string;
  severity: string;
  state: AlertState;
  /** When its cause began: the due time of a breach. */
  beganAt: number;
  changedAt: number;
  /** Why it is in this state, such as `due`, `fulfilled`, `moved`. */
  reason: string;
  /** It fired later than it should have: alerting was away, or an event came late. */
  late: boolean;
  /** It fired though not all events up to its due time were stored. */
  unconfirmed: boolean;
  /** What was measured and what it is compared with; null where there is no such figure. */
  value: number | null;
  threshold: number | null;
  labels: Readonly<Record<string, string>>;
  title: string;
  runbook: string;
}

/** Of no queue, team and so on; spread and filled in. */
export const NO_DIMENSIONS = {
  queue: '',
  team: '',
  agent: '',
  channel: '',
  priority: '',
  customerTier: '',
  policy: '',
};

/** Nothing to be about; spread and filled in. */
export const NO_SUBJECT: AlertSubject = {
  stream: '',
  conversationId: '',
  metric: '',
  seq: 0,
  ...NO_DIMENSIONS,
};

/** A stable id made of these parts: 32 hexadecimal digits. */
export function alertId(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What a receiver tells repetitions by: the same for every attempt to tell it of one transition. */
export function idempotencyKey({ id, version }: Pick<Alert, 'id' | 'version'>): string {
  return `${id}-${version}`;
}

/** The alert after its next transition. */
export function moved(alert: Alert, state: AlertState, reason: string, changedAt: number): Alert {
  return { ...alert, version: alert.version + 1, state, reason, changedAt };
}
