import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../../lib/backoff.ts';
import { createBell, heardWithin } from '../../lib/bell.ts';
import { codeOf, LinewatchError } from '../../lib/errors.ts';
import type { Alert } from '../alert.ts';
import type { Finished } from '../notify/journal.ts';
import type { Notification } from '../notify/notification.ts';
import type { Channel } from './channel.ts';
import { createReminder } from './reminder.ts';

export interface SenderOptions {
  backoff: Backoff;
  /** How long a batch is tried before it is given up, ms. */
  retryForMs: number;
  /** Most notifications that wait for the channel; further ones fail at once. */
  maxWaiting: number;
}

export interface SenderDeps {
  channel: Channel;
  now: () => number;
  /** Notes what is about to be sent; resolves when that is stored. */
  onSending(notifications: readonly Notification[]): Promise<void>;
  /** Notes what became of them; resolves when that is stored. */
  onFinished(notifications: readonly Notification[], finished: Finished): Promise<void>;
  /** Told of each failed attempt. */
  onError(code: string, attempt: number): void;
}

/** Tells one channel, in order. What a dead receiver keeps waiting waits here, and nowhere else. */
export interface Sender {
  add(notification: Notification): void;
  /** These fire, and the channel was told before. */
  know(alerts: readonly Alert[]): void;
  /** Sends until the signal is aborted; what waits then is told by whoever takes over. */
  run(signal: AbortSignal): Promise<void>;
}

export function createSender(deps: SenderDeps, options: SenderOptions): Sender {
  const { channel, now, onSending, onFinished, onError } = deps;
  const bell = createBell();
  const reminder = createReminder(channel, now);
  let waiting: Notification[] = [];
  let refused: Notification[] = [];

  /** Tries until the receiver takes them, refuses them for good, or time is up. */
  async function send(batch: readonly Notification[], signal: AbortSignal): Promise<void> {
    const giveUpAt = now() + options.retryForMs;
    const finish = (code: string, attempts: number) =>
      onFinished(batch, {
        outcome: code === '' ? 'delivered' : 'failed',
        code,
        attempts,
        finishedAt: now(),
      });
    for (let attempt = 0; ; attempt++) {
      const failure = await attemptTo(() => channel.send(batch, signal));
      if (failure === null) {
        reminder.taken(batch);
        return finish('', attempt + 1);
      }
      signal.throwIfAborted();
      const code = codeOf(failure);
      onError(code, attempt);
      const waitMs = backoffMs(attempt, options.backoff);
      const retriable = failure instanceof LinewatchError && failure.retriable;
      if (!retriable || now() + waitMs > giveUpAt) return finish(code, attempt + 1);
      await sleep(waitMs, undefined, { signal });
    }
  }

  async function remind(signal: AbortSignal): Promise<void> {
    for (const batch of reminder.due()) {
      const failure = await attemptTo(() => channel.send([batch], signal));
      signal.throwIfAborted();
      if (failure !== null) onError(codeOf(failure), 0);
    }
  }

  return {
    add(notification) {
      if (waiting.length < options.maxWaiting) waiting.push(notification);
      else refused.push(notification);
      bell.ring();
    },
    know(alerts) {
      reminder.know(alerts);
      bell.ring();
    },
    async run(signal) {
      while (!signal.aborted) {
        if (refused.length > 0) {
          const tooMany = refused;
          refused = [];
          await onFinished(tooMany, {
            outcome: 'failed',
            code: 'QUEUE_FULL',
            attempts: 0,
            finishedAt: now(),
          });
        } else if (reminder.dueInMs() <= 0) {
          await remind(signal);
        } else if (waiting.length > 0) {
          const batch = waiting.slice(0, channel.maxBatch);
          waiting = waiting.slice(batch.length);
          await onSending(batch);
          signal.throwIfAborted();
          await send(batch, signal);
        } else {
          await heardWithin(bell, reminder.dueInMs(), signal);
        }
      }
    },
  };
}

/** What went wrong; null if nothing did. */
async function attemptTo(send: () => Promise<void>): Promise<unknown> {
  try {
    await send();
    return null;
  } catch (error) {
    return error;
  }
}
