import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import type { Notification } from '../notify/notification.ts';

/** Port: one place that is told of alerts. */
export interface Channel {
  id: string;
  /** Most notifications in one call. */
  maxBatch: number;
  /** Whether it is told when somebody takes an alert on. */
  hearsAcknowledged: boolean;
  /** How often it must hear that an alert still fires, lest it thinks that it is over, ms; null: never. */
  refreshMs: number | null;
  /**
   * Resolves when the receiver has taken all of them over. What it rejects (with a code; retriable or not) may have
   * arrived all the same: receivers tell repetitions by the keys.
   */
  send(notifications: readonly Notification[], signal: AbortSignal): Promise<void>;
}

/** What most channels are: they hear of what changes, and that is it. */
export const PLAIN = { hearsAcknowledged: false, refreshMs: null } as const;

/** Posts a value as JSON; resolves with the body of the answer. */
export function postJson(
  outgoing: Pick<Outgoing, 'post'>,
  url: string,
  value: unknown,
  signal: AbortSignal,
): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return outgoing.post({ url, headers, body: JSON.stringify(value) }, signal);
}
