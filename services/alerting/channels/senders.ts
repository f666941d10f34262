import { setMaxListeners } from 'node:events';
import { retryForever } from '../../lib/backoff.ts';
import { codeOf } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { Alert } from '../alert.ts';
import type { AlertingMetrics } from '../metrics.ts';
import type { Journal } from '../notify/journal.ts';
import { mustBeWritten, type Notification } from '../notify/notification.ts';
import type { AlertStore } from '../store/store.ts';
import type { Channel } from './channel.ts';
import { createSender, type SenderOptions } from './sender.ts';

/** Tells all channels, each at its own pace. */
export interface Senders {
  /** One to a channel that is no longer there is dropped. */
  add(notification: Notification): void;
  /** Says what each channel was told to fire before. */
  know(firing: (channel: string) => readonly Alert[]): void;
  /** Resolves when the signal is aborted and nothing is under way any more. */
  run(signal: AbortSignal): Promise<void>;
}

export interface SendersDeps {
  channels: readonly Channel[];
  store: Pick<AlertStore, 'saveDeliveries'>;
  journal: Journal;
  metrics: AlertingMetrics;
  log: Log;
  now: () => number;
}

const STORE_BACKOFF = { minMs: 100, maxMs: 5_000 };

export function createSenders(deps: SendersDeps, options: SenderOptions): Senders {
  const { channels, store, journal, metrics, log, now } = deps;
  let running: AbortSignal | undefined;

  const insistently = (write: () => Promise<void>) =>
    retryForever(write, {
      backoff: STORE_BACKOFF,
      signal: running!,
      onError: (error) => log.warn({ code: codeOf(error) }, 'what became of alerts is not stored yet'),
    });

  const senderOf = (channel: Channel) =>
    createSender(
      {
        channel,
        now,
        onSending: (notifications) => insistently(() => journal.write(notifications.filter(mustBeWritten))),
        onError(code, attempt) {
          log.warn({ channel: channel.id, code, attempt }, 'the channel did not take alerts');
        },
        async onFinished(notifications, finished) {
          const deliveries = notifications
            .filter(({ cause }) => cause === 'changed' || cause === 'escalated')
            .flatMap((notification) =>
              notification.alerts.map(({ alert }) => ({
                alert,
                channel: channel.id,
                prompt: !mustBeWritten(notification),
                ...finished,
              })),
            );
          for (const delivery of deliveries) metrics.delivered(delivery);
          await insistently(() => store.saveDeliveries(deliveries));
          await insistently(() => journal.write(notifications.filter(mustBeWritten), finished));
        },
      },
      options,
    );
  const senders = new Map(channels.map((channel) => [channel.id, senderOf(channel)]));

  return {
    add: (notification) => senders.get(notification.channel)?.add(notification),
    know(firing) {
      for (const [id, sender] of senders) sender.know(firing(id));
    },
    async run(signal) {
      running = signal;
      // Each channel waits for its end; Node takes more than ten listeners for a leak.
      setMaxListeners(0, signal);
      await Promise.all([...senders.values()].map((sender) => untilAborted(sender.run(signal), signal)));
    },
  };
}
