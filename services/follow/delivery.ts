import { type Backoff, retryForever } from '../lib/backoff.ts';
import { codeOf } from '../lib/errors.ts';
import type { AvroProducer, KeyedValue } from '../lib/kafka/producer.ts';
import type { Log } from '../lib/log.ts';

export interface DeliveryOptions {
  backoff: Backoff;
  /** After this time without an acknowledgement people are told that Kafka is waited for. */
  lateMs: number;
}

export const DEFAULT_DELIVERY_OPTIONS: DeliveryOptions = {
  backoff: { minMs: 100, maxMs: 5_000 },
  lateMs: 5_000,
};

/** Puts values on Kafka, however long that takes: whoever waits for it reads nothing meanwhile. */
export interface Delivery {
  /** Resolves once all are acknowledged; rejects when the signal is aborted. */
  deliver(values: readonly KeyedValue[], signal: AbortSignal): Promise<void>;
  /** Whether Kafka is waited for longer than usual. */
  isWaiting(): boolean;
}

export function createDelivery(
  {
    outlet,
    log,
    onWaiting,
  }: {
    outlet: Pick<AvroProducer, 'send'>;
    log: Pick<Log, 'warn' | 'info'>;
    onWaiting: (isWaiting: boolean) => void;
  },
  { backoff, lateMs }: DeliveryOptions = DEFAULT_DELIVERY_OPTIONS,
): Delivery {
  let told: string | null = null;

  function wait(code: string, error?: unknown): void {
    if (code === told) return;
    told = code;
    onWaiting(true);
    log.warn({ code, error: (error as Error | undefined)?.message }, 'waits for Kafka, and reads no further');
  }

  return {
    isWaiting: () => told !== null,
    async deliver(values, signal) {
      if (values.length === 0) return;
      // Why Kafka does not take them says more, where it is known.
      const late = setTimeout(() => told === null && wait('LATE'), lateMs);
      try {
        await retryForever(() => outlet.send(values), {
          backoff,
          signal,
          onError: (error) => wait(codeOf(error), error),
        });
      } finally {
        clearTimeout(late);
      }
      if (told === null) return;
      told = null;
      onWaiting(false);
      log.info('Kafka takes events again');
    },
  };
}
