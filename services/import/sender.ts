import type { OutgoingEvent } from '../domain/events/event.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Clock } from './clock.ts';

/** Sends events in batches, not faster than a rate. */
export interface Sender {
  /** Resolves when there is room for more. Events are sent in the order in which they were added. */
  add(events: readonly OutgoingEvent[]): Promise<void>;
  /** Sends what is left. */
  flush(): Promise<void>;
}

export interface SenderOptions {
  producer: EventProducer;
  maxBatch: number;
  /** Events a second, or null for as fast as the producer takes them. */
  rate: number | null;
  clock: Clock;
  signal: AbortSignal;
  /** Called with a batch once the producer has it. */
  onSent(batch: readonly OutgoingEvent[]): void;
}

/**
 * With a rate, batches are a tenth of a second's worth at most, and each waits until those before it are due.
 * After `signal` nothing more is sent.
 * @throws {LinewatchError} RATE_INVALID at once, SEND_FAILED from `add` and `flush`.
 */
export function createSender({ producer, maxBatch, rate, clock, signal, onSent }: SenderOptions): Sender {
  if (rate !== null && !(rate > 0 && rate <= MAX_RATE)) {
    throw new LinewatchError(
      'RATE_INVALID',
      `The rate must be above 0 and at most ${MAX_RATE} events a second`,
    );
  }
  const batchSize = rate === null ? maxBatch : Math.min(maxBatch, Math.max(1, Math.floor(rate / 10)));
  let pending: OutgoingEvent[] = [];
  let dueAt = clock.now();

  async function sendOne(): Promise<void> {
    const waitMs = dueAt - clock.now();
    if (rate !== null && waitMs > 0) await clock.sleep(waitMs, signal);
    if (signal.aborted) return;
    const batch = pending.slice(0, batchSize);
    // From now, not from when it was due: time in which nothing was sent is not made up for by a burst.
    if (rate !== null) dueAt = Math.max(dueAt, clock.now()) + (batch.length / rate) * 1_000;
    try {
      await producer.send(batch);
    } catch (cause) {
      throw new LinewatchError('SEND_FAILED', 'Kafka did not take the events', { cause });
    }
    pending = pending.slice(batch.length);
    onSent(batch);
  }

  return {
    async add(events) {
      pending.push(...events);
      while (pending.length >= batchSize && !signal.aborted) await sendOne();
    },
    async flush() {
      while (pending.length > 0 && !signal.aborted) await sendOne();
    },
  };
}

const MAX_RATE = 1_000_000;
