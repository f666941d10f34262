import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { TOPICS } from '../../../schemas/index.ts';
import type { LiveNews } from '../../../schemas/types.ts';
import { type BodyReader, createBodyReader } from '../../lib/avro/codec.ts';
import type { SchemaRegistry } from '../../lib/avro/registry.ts';
import { HEADER_BYTES, schemaIdOf } from '../../lib/avro/wire-format.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { codeOf } from '../../lib/errors.ts';
import type { EventStream, StreamBatch, StreamHandler, TopicPartition } from '../../lib/event-stream.ts';
import { createKafkaEventStream } from '../../lib/kafka/event-stream.ts';
import type { GroupPosition } from '../../lib/kafka/group-position.ts';
import { readLimits } from '../../lib/kafka/offsets.ts';
import type { Log } from '../../lib/log.ts';
import { createLiveFeed, type LiveSource } from '../feed.ts';
import { createNewsReader } from './news.ts';

export interface FollowerOptions {
  /** How far back is begun, ms: longer than anything waits between the feed and storage while all is well. */
  lookBackMs: number;
  sessionTimeoutMs: number;
}

export const DEFAULT_FOLLOWER: FollowerOptions = { lookBackMs: 10_000, sessionTimeoutMs: 30_000 };

export interface Follower extends LiveSource {
  /** Begins to read, and goes on whatever happens until `close`. Whoever is to hear of everything has subscribed. */
  start(): void;
  /** Whether it has come to these offsets, by partition. */
  hasRead(ends: ReadonlyMap<number, bigint>): boolean;
  close(): Promise<void>;
}

const MIB = 1_048_576;
const BACKOFF = { minMs: 500, maxMs: 10_000 };
const REGISTRY_MS = 500;
const CLOSE_MS = 2_000;

/**
 * Reads all of `contact.live`, in a consumer group of its own that commits nothing. It depends on nothing that is not
 * there: without the topic, Kafka or the registry it tries again, and nothing is heard meanwhile.
 */
export function createFollower(
  deps: { kafka: Kafka; registry: SchemaRegistry; log: Log; now: () => number },
  { lookBackMs, sessionTimeoutMs }: FollowerOptions = DEFAULT_FOLLOWER,
): Follower {
  const { kafka, registry, log, now } = deps;
  const beganAt = now();
  const feed = createLiveFeed((error) =>
    log.error({ error: (error as Error).message }, 'live news were not taken'),
  );
  const { read } = createNewsReader();
  const readers = new Map<number, BodyReader<LiveNews> | null>();
  const over = new AbortController();
  const stopped = once(over.signal, 'abort');
  /** By partition, the next offset to be read. */
  const next = new Map<number, bigint>();
  let stream: EventStream | null = null;
  let isTold = false;
  let hasForeign = false;

  /** Where a partition was left, or so far back from when all began. */
  async function positionsOf(admin: Admin, assigned: readonly TopicPartition[]): Promise<GroupPosition[]> {
    const [limits, back] = await Promise.all([
      readLimits(admin, TOPICS.live),
      admin.fetchTopicOffsetsByTimestamp(TOPICS.live, beganAt - lookBackMs),
    ]);
    const offsets = new Map(back.map(({ partition, offset }) => [partition, BigInt(offset)]));
    return assigned.flatMap(({ topic, partition }) => {
      const limit = limits.find((one) => one.partition === partition);
      if (limit === undefined) return [];
      const offset = next.get(partition) ?? offsets.get(partition) ?? limit.high;
      next.set(partition, offset);
      return [{ topic, offset, announced: null, ...limit }];
    });
  }

  async function readerOf(id: number, heartbeat: () => Promise<void>): Promise<BodyReader<LiveNews> | null> {
    for (;;) {
      const known = readers.get(id);
      if (known !== undefined) return known;
      try {
        const schema = await registry.schemaById(id);
        readers.set(id, schema === null ? null : createBodyReader<LiveNews>(TOPICS.live, schema));
      } catch (error) {
        if ((error as { retriable?: boolean }).retriable !== true) readers.set(id, null);
        else await sleep(REGISTRY_MS, undefined, { signal: over.signal, ref: false });
        await heartbeat();
      }
    }
  }

  /** If it was one of ours, the numbers of the next will tell. */
  function noteForeign(at: { partition: number; offset: string }): void {
    if (!hasForeign)
      log.warn(at, 'a record of the live feed cannot be read, and perhaps others; it is left out');
    hasForeign = true;
  }

  async function onBatch(batch: StreamBatch, heartbeat: () => Promise<void>): Promise<void> {
    for (const { value, offset } of batch.records) {
      const id = value === null ? null : schemaIdOf(value);
      const reader = id === null ? null : await readerOf(id, heartbeat);
      try {
        if (reader === null) throw new Error('no schema');
        const delta = read(reader.read(value!, HEADER_BYTES));
        if (delta !== null) feed.publish(delta);
      } catch {
        noteForeign({ partition: batch.partition, offset: String(offset) });
      }
      next.set(batch.partition, offset + 1n);
    }
  }

  async function connect(ended: (error: unknown) => void): Promise<void> {
    stream = createKafkaEventStream(
      kafka,
      {
        groupId: `linewatch-live-${randomUUID()}`,
        topics: [TOPICS.live],
        sessionTimeoutMs,
        maxBytesPerPartition: MIB,
        maxBytes: 8 * MIB,
        positionsOf,
      },
      log,
    );
    const handler: StreamHandler = { onBatch, onAssigned() {}, onLost() {}, onFailed: ended };
    await stream.start(handler);
    if (isTold) log.info('the live feed is read again');
    isTold = false;
  }

  async function run(): Promise<void> {
    for (let attempt = 0; !over.signal.aborted; attempt++) {
      try {
        const ended = new Promise<never>((_, reject) => {
          connect(reject).then(() => {
            attempt = 0;
          }, reject);
        });
        await Promise.race([ended, stopped]);
      } catch (error) {
        if (over.signal.aborted) break;
        if (!isTold) log.warn({ code: codeOf(error) }, 'the live feed cannot be read now');
        isTold = true;
        await stream?.close().catch(() => {});
        await sleep(backoffMs(attempt, BACKOFF), undefined, { signal: over.signal, ref: false }).catch(
          () => {},
        );
      }
    }
    await stream?.close();
  }
  let done: Promise<void> = Promise.resolve();

  return {
    subscribe: feed.subscribe,
    start() {
      done = run();
    },
    hasRead: (ends) => [...ends].every(([partition, end]) => end <= (next.get(partition) ?? 0n)),
    async close() {
      over.abort();
      // A client that has not connected yet tries for ever.
      await Promise.race([done.catch(() => {}), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
