import type { Alert } from '../alert.ts';

/**
 * Why somebody is told: something fired or is over; it still fires; nobody has taken it on where it was told first;
 * somebody has taken it on.
 */
export type Cause = 'changed' | 'repeated' | 'escalated' | 'acknowledged';

/** An alert within a notification. */
export interface ToldAlert {
  alert: Alert;
  /** The same whenever this is told to this channel: who keeps it acts once. */
  key: string;
}

/** An alert that a silence, an inhibition or the hours hold back from a channel that has not been told of it. */
export interface Held {
  alert: Alert;
  channel: string;
}

/** What one channel is told at a time. */
export interface Notification {
  /** The same for every attempt, also after a takeover. */
  key: string;
  channel: string;
  /** Place of the route in the configuration. */
  route: number;
  cause: Cause;
  /** What the alerts of the group have alike; null for an alert that is told alone. */
  group: { key: string; labels: Readonly<Record<string, string>> } | null;
  /** UTC ms at which it was decided. */
  at: number;
  /** What is new in a group, or all that is told again; what fires comes first. */
  alerts: readonly ToldAlert[];
  /** How many alerts of the group fire; of one alone, 1 or 0. */
  firing: number;
  /** A silence, an inhibition or the hours kept what fires in it from being told before. */
  held: boolean;
}

/**
 * Whether nobody can find out again what is in it, or when it was told: it is to be written down before it is sent, so
 * that whoever takes over sends the same, and repeats it in time. An alert that is told alone and at once is found in
 * `alerts`.
 */
export function mustBeWritten({ cause, group, held }: Notification): boolean {
  if (cause === 'acknowledged') return false;
  return group !== null || cause !== 'changed' || held;
}
