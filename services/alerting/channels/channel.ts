import type { AlertMessage } from '../message.ts';

/** Port: one place that is told of alerts. */
export interface Channel {
  id: string;
  /** Most messages in one call. */
  maxBatch: number;
  /**
   * Resolves when the receiver has taken all of them over. What it rejects (with a code; retriable or not) may have
   * arrived all the same: receivers tell repetitions by `idempotency_key`.
   */
  send(messages: readonly AlertMessage[], signal: AbortSignal): Promise<void>;
}
