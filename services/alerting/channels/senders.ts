import { retryForever } from '../../lib/backoff.ts';
import type { Route } from '../../lib/config/contact-center/alerting/routes.ts';
import { codeOf } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Alert } from '../alert.ts';
import type { AlertingMetrics } from '../metrics.ts';
import type { AlertStore, Told } from '../store/store.ts';
import type { Channel } from './channel.ts';
import { channelsFor } from './routes.ts';
import { createSender, type SenderOptions } from './sender.ts';

/** Tells every channel that a route names. */
export interface Senders {
  /** Of transitions that are new. */
  tell(alerts: readonly Alert[]): void;
  /** Of transitions of before, to the channels that have not been told. */
  tellRest(transitions: readonly Told[]): void;
  /** Resolves when the signal is aborted and nothing is under way any more. */
  run(signal: AbortSignal): Promise<void>;
}

const STORE_BACKOFF = { minMs: 100, maxMs: 5_000 };

export function createSenders(
  deps: {
    channels: readonly Channel[];
    routes: readonly Route[];
    store: AlertStore;
    metrics: AlertingMetrics;
    log: Log;
    now: () => number;
  },
  options: SenderOptions,
): Senders {
  const { channels, routes, store, metrics, log, now } = deps;
  const ids = channels.map(({ id }) => id);
  let running: AbortSignal | undefined;

  const senders = new Map(
    channels.map((channel) => [
      channel.id,
      createSender(
        {
          channel,
          now,
          onError(code, attempt) {
            log.warn({ channel: channel.id, code, attempt }, 'the channel did not take alerts');
          },
          async onFinished(deliveries) {
            for (const delivery of deliveries) metrics.delivered(delivery);
            await retryForever(() => store.saveDeliveries(deliveries), {
              backoff: STORE_BACKOFF,
              signal: running!,
              onError: (error) =>
                log.warn({ code: codeOf(error) }, 'what became of alerts is not stored yet'),
            });
          },
        },
        options,
      ),
    ]),
  );

  function add(alert: Alert, except: readonly string[]): void {
    if (alert.state !== 'firing' && alert.state !== 'resolved') return;
    for (const id of channelsFor(alert, routes, ids)) {
      if (!except.includes(id)) senders.get(id)?.add(alert);
    }
  }

  return {
    tell: (alerts) => {
      for (const alert of alerts) add(alert, []);
    },
    tellRest: (transitions) => {
      for (const { alert, channels: told } of transitions) add(alert, told);
    },
    async run(signal) {
      running = signal;
      await Promise.allSettled([...senders.values()].map((sender) => sender.run(signal)));
    },
  };
}
