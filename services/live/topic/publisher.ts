import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '../../../schemas/index.ts';
import type { LiveNews } from '../../../schemas/types.ts';
import { type Backoff, backoffMs } from '../../lib/backoff.ts';
import { createBell } from '../../lib/bell.ts';
import { LinewatchError } from '../../lib/errors.ts';
import type { AvroProducer } from '../../lib/kafka/producer.ts';
import type { Log } from '../../lib/log.ts';
import type { LiveSink } from '../feed.ts';
import { createNewsWriter } from './news.ts';
import { createWaiting } from './waiting.ts';

/** Told of what becomes of the news. */
export interface PublisherMetrics {
  sent(): void;
  /** Conversations and states of agents that nobody will be told of. */
  dropped(count: number): void;
}

export interface PublisherOptions {
  /** Most conversations and states of agents that wait while Kafka does not take them. */
  maxWaiting: number;
  backoff: Backoff;
  /** Ingest that is so far behind is told of only every so often, ms: nobody looks at it now, and it has enough to do. */
  behindMs: number;
  behindPauseMs: number;
  /** How long `close` waits for what is left. */
  closeMs: number;
}

export const DEFAULT_PUBLISHER: PublisherOptions = {
  maxWaiting: 50_000,
  backoff: { minMs: 100, maxMs: 5_000 },
  behindMs: 5_000,
  behindPauseMs: 1_000,
  closeMs: 1_000,
};

export interface Publisher extends LiveSink {
  close(): Promise<void>;
}

/**
 * Tells of what changed on `contact.live`. Nobody waits for it and memory is bounded: what waits too long is dropped, and
 * those who listen learn from the numbers that something is missing, and read what is stored. One request is under way
 * at a time, so that the order stays; what comes meanwhile goes together into the next.
 */
export function createPublisher(
  deps: { producer: Pick<AvroProducer, 'send'>; metrics: PublisherMetrics; log: Log; now: () => number },
  options: PublisherOptions = DEFAULT_PUBLISHER,
): Publisher {
  const { producer, metrics, log, now } = deps;
  const writer = createNewsWriter();
  const waiting = createWaiting();
  const arrival = createBell();
  const over = new AbortController();
  const closing = new AbortController();
  /** Said once, until something is sent again. */
  let isTold = false;

  function tell(say: () => void): void {
    if (!isTold) say();
    isTold = true;
  }

  function drop(count: number): void {
    writer.skip();
    metrics.dropped(count);
  }

  /** The same record again and again, until Kafka has it or says that it never will. */
  async function send(news: LiveNews): Promise<void> {
    for (let attempt = 0; !over.signal.aborted; attempt++) {
      try {
        await producer.send([{ topic: TOPICS.live, key: news.producer, value: news }]);
        if (isTold) log.info('live news are sent again');
        isTold = false;
        metrics.sent();
        return;
      } catch (error) {
        if (!(error instanceof LinewatchError) || !error.retriable) {
          const why = (error as Error).message;
          tell(() => log.error({ error: why }, 'live news are left out: Kafka does not take them'));
          drop(news.conversations.length + news.agents.length);
          return;
        }
        const { code } = error;
        tell(() => log.warn({ code }, 'live news cannot be sent now; ingest goes on without'));
        await sleep(backoffMs(attempt, options.backoff), undefined, {
          signal: over.signal,
          ref: false,
        }).catch(() => {});
      }
    }
  }

  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      if (waiting.isEmpty) {
        if (closing.signal.aborted) return;
        await arrival.heard();
        continue;
      }
      const asOf = waiting.asOf();
      for (const news of writer.write(waiting.take())) await send(news);
      if (asOf !== null && now() - asOf > options.behindMs)
        await sleep(options.behindPauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }
  const done = run();

  return {
    publish(delta) {
      if (closing.signal.aborted) return;
      waiting.add(delta);
      if (waiting.size > options.maxWaiting) drop(takenSize());
      arrival.ring();
    },
    async close() {
      closing.abort();
      arrival.ring();
      const giveUp = setTimeout(() => over.abort(), options.closeMs);
      await done;
      clearTimeout(giveUp);
    },
  };

  function takenSize(): number {
    const { size } = waiting;
    waiting.take();
    return size;
  }
}
