import { setTimeout as sleep } from 'node:timers/promises';
import { retryForever } from '../../lib/backoff.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { codeOf } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Alert } from '../alert.ts';
import { createHush } from '../channels/hush.ts';
import type { Senders } from '../channels/senders.ts';
import { readSilences } from '../store/silences.ts';
import type { Told } from '../store/store.ts';

/** Decides who is told of transitions, and when; and tells them. */
export interface Notifier {
  /**
   * Goes on where another process left off. Resolves once it knows what that one had told.
   *
   * @param open alerts that are pending or firing
   * @param transitions the recent ones, in order, with the channels that need not be told any more
   */
  takeOver(open: readonly Alert[], transitions: readonly Told[], signal: AbortSignal): Promise<void>;
  /** Takes transitions that are stored. */
  tell(alerts: readonly Alert[]): void;
  /** Resolves when the signal is aborted and nothing is under way any more. */
  run(signal: AbortSignal): Promise<void>;
}

const BACKOFF = { minMs: 100, maxMs: 5_000 };
/** How often silences are read, ms. */
const PACE_MS = 2_000;

export function createNotifier(deps: {
  clickhouse: ClickHouse;
  senders: Senders;
  log: Log;
  now: () => number;
}): Notifier {
  const { clickhouse, senders, log, now } = deps;
  const hush = createHush();

  const silences = (signal: AbortSignal) =>
    retryForever(() => readSilences(clickhouse, now()), {
      backoff: BACKOFF,
      signal,
      onError: (error) => log.warn({ code: codeOf(error) }, 'silences cannot be read now'),
    });

  return {
    async takeOver(_open, transitions, signal) {
      hush.change(await silences(signal));
      senders.tellRest(transitions.filter(({ alert }) => hush.pass([alert]).length > 0));
    },
    tell: (alerts) => senders.tell(hush.pass(alerts)),
    async run(signal) {
      const sending = senders.run(signal);
      while (!signal.aborted) {
        await sleep(PACE_MS, undefined, { signal })
          .then(async () => senders.tell(hush.change(await silences(signal))))
          .catch((error) => {
            if (!signal.aborted) throw error;
          });
      }
      await sending;
    },
  };
}
