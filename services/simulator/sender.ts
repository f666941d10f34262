import { keyOf, type OutgoingEvent } from '../domain/events/event.ts';
import { type Backoff, backoffMs } from '../lib/backoff.ts';
import { codeOf } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Log } from '../lib/log.ts';
import { unlessAborted } from '../lib/unless-aborted.ts';
import type { Clock } from './clock.ts';
import { hash32 } from './random.ts';
import { SECOND } from './units.ts';

/** How long the simulator waits before it tries again what a server refused. */
export const BACKOFF: Backoff = { minMs: 200, maxMs: 10 * SECOND };

export interface SenderOptions {
  producer: EventProducer;
  clock: Clock;
  signal: AbortSignal;
  log: Pick<Log, 'warn'>;
  /** Calls of the producer side by side; events of one key always take the same lane. */
  lanes: number;
  /** Batches that are not acknowledged yet; more have to wait. */
  maxBatchesInFlight: number;
  backoff: Backoff;
  /** Hears of each batch in order, once it and all before it are acknowledged. */
  onAcknowledged: (batch: readonly OutgoingEvent[]) => void;
}

export interface Sender {
  /** Takes a batch on; resolves when there is room for another, or when aborted. */
  send(batch: readonly OutgoingEvent[]): Promise<void>;
  /** Resolves when all that was taken on is acknowledged, or given up because of the abort. */
  idle(): Promise<void>;
}

/**
 * Brings batches to the producer several at a time, keeps the order of each key, and tries again with back-off
 * until the producer acknowledges. Only the abort makes it give up; then nothing more counts as acknowledged.
 */
export function createSender(options: SenderOptions): Sender {
  const { signal, onAcknowledged } = options;
  const lanes: Promise<boolean>[] = Array.from({ length: options.lanes }, async () => true);
  let last = Promise.resolve(true);
  const inFlight: Promise<boolean>[] = [];

  return {
    async send(batch) {
      const parts = split(batch, options.lanes);
      const sent = lanes.map((before, i) => before.then((ok) => ok && deliver(parts[i]!, options)));
      sent.forEach((lane, i) => {
        lanes[i] = lane;
      });
      last = Promise.all([last, ...sent]).then((all) => {
        const acknowledged = all.every(Boolean);
        if (acknowledged) onAcknowledged(batch);
        return acknowledged;
      });
      inFlight.push(last);
      if (inFlight.length >= options.maxBatchesInFlight) await unlessAborted(inFlight.shift()!, signal);
    },
    async idle() {
      await last;
    },
  };
}

function split(batch: readonly OutgoingEvent[], lanes: number): OutgoingEvent[][] {
  const parts: OutgoingEvent[][] = Array.from({ length: lanes }, () => []);
  for (const event of batch) parts[hash32(keyOf(event)) % lanes]!.push(event);
  return parts;
}

/** Sends until acknowledged; false when aborted before that. */
async function deliver(events: OutgoingEvent[], options: SenderOptions): Promise<boolean> {
  const { producer, clock, signal, log, backoff } = options;
  if (events.length === 0) return true;
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await producer.send(events);
      return true;
    } catch (error) {
      const waitMs = Math.round(backoffMs(attempt, backoff));
      log.warn(
        { code: codeOf(error), events: events.length, attempt, waitMs },
        'events not stored, trying again',
      );
      await clock.sleepUntil(clock.now() + waitMs, signal);
    }
  }
  return false;
}
