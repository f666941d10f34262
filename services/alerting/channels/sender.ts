import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../../lib/backoff.ts';
import { createBell } from '../../lib/bell.ts';
import { codeOf, LinewatchError } from '../../lib/errors.ts';
import type { Alert } from '../alert.ts';
import { messageOf } from '../message.ts';
import type { Delivery } from '../store/store.ts';
import type { Channel } from './channel.ts';

export interface SenderOptions {
  backoff: Backoff;
  /** How long a batch is tried before it is given up, ms. */
  retryForMs: number;
  /** Most alerts that wait for the channel; further ones fail at once. */
  maxWaiting: number;
}

export interface SenderDeps {
  channel: Channel;
  now: () => number;
  /** Notes what became of them; resolves when that is stored. */
  onFinished(deliveries: readonly Delivery[]): Promise<void>;
  /** Told of each failed attempt. */
  onError(code: string, attempt: number): void;
}

/** Tells one channel of alerts, in order. What a dead receiver keeps waiting waits here, and nowhere else. */
export interface Sender {
  add(alert: Alert): void;
  /** Sends until the signal is aborted; what waits then is told by whoever takes over. */
  run(signal: AbortSignal): Promise<void>;
}

export function createSender(deps: SenderDeps, options: SenderOptions): Sender {
  const { channel, now } = deps;
  const bell = createBell();
  let waiting: Alert[] = [];
  let refused: Alert[] = [];

  const finished = (alerts: readonly Alert[], code: string, attempts: number) =>
    deps.onFinished(
      alerts.map((alert) => ({
        alert,
        channel: channel.id,
        outcome: code === '' ? 'delivered' : 'failed',
        code,
        attempts,
        finishedAt: now(),
      })),
    );

  /** Tries until the receiver takes them, refuses them for good, or time is up. */
  async function send(alerts: readonly Alert[], signal: AbortSignal): Promise<void> {
    const messages = alerts.map(messageOf);
    const giveUpAt = now() + options.retryForMs;
    for (let attempt = 0; ; attempt++) {
      const failure = await channel.send(messages, signal).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return finished(alerts, '', attempt + 1);
      signal.throwIfAborted();
      const code = codeOf(failure);
      deps.onError(code, attempt);
      const waitMs = backoffMs(attempt, options.backoff);
      const retriable = failure instanceof LinewatchError && failure.retriable;
      if (!retriable || now() + waitMs > giveUpAt) return finished(alerts, code, attempt + 1);
      await sleep(waitMs, undefined, { signal });
    }
  }

  return {
    add(alert) {
      if (waiting.length < options.maxWaiting) waiting.push(alert);
      else refused.push(alert);
      bell.ring();
    },
    async run(signal) {
      signal.addEventListener('abort', bell.ring, { once: true });
      while (!signal.aborted) {
        if (refused.length > 0) {
          const tooMany = refused;
          refused = [];
          await finished(tooMany, 'QUEUE_FULL', 0);
        } else if (waiting.length > 0) {
          const batch = waiting.slice(0, channel.maxBatch);
          waiting = waiting.slice(batch.length);
          await send(batch, signal);
        } else {
          await bell.heard();
        }
      }
    },
  };
}
