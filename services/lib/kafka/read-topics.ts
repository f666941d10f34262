import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { partitionKey, type StreamRecord, type TopicPartition } from '../event-stream.ts';
import type { Log } from '../log.ts';
import { createKafkaEventStream } from './event-stream.ts';
import { readLimits } from './offsets.ts';

const MIB = 1_048_576;

/** `heartbeat` is to be called now and then where this takes long. */
type OnRecords = (
  at: TopicPartition,
  records: readonly StreamRecord[],
  heartbeat: () => Promise<void>,
) => Promise<void>;

/**
 * Reads topics from their beginnings to what were their ends at the start, under a group of its own, and commits nothing.
 *
 * @param onRecords awaited; the records of a batch that are not beyond the end
 * @returns how many records there were to read
 */
export async function readTopics(
  { kafka, log }: { kafka: Kafka; log: Log },
  purpose: string,
  topics: readonly string[],
  onRecords: OnRecords,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<number> {
  const ranges = await rangesOf(kafka, topics);
  const total = [...ranges.values()].reduce((sum, { low, high }) => sum + Number(high - low), 0);
  if (ranges.size === 0) return 0;
  let done = 0;
  const stream = createKafkaEventStream(
    kafka,
    {
      groupId: `linewatch-${purpose}-${randomUUID()}`,
      topics: [...new Set([...ranges.values()].map(({ topic }) => topic))],
      sessionTimeoutMs: 30_000,
      maxBytesPerPartition: MIB,
      maxBytes: 8 * MIB,
    },
    log,
  );
  try {
    await new Promise<void>((resolve, reject) => {
      const started = stream.start({
        onAssigned() {},
        onLost() {},
        onFailed: reject,
        async onBatch(batch, heartbeat) {
          const key = partitionKey(batch);
          const range = ranges.get(key);
          if (range === undefined) return;
          const { topic, partition } = batch;
          const due = batch.records.filter(({ offset }) => offset < range.high);
          try {
            await onRecords({ topic, partition }, due, heartbeat);
            await heartbeat();
          } catch (error) {
            reject(error);
            throw error;
          }
          done += due.length;
          onProgress(done, total);
          if (batch.records.at(-1)!.offset + 1n < range.high) return;
          ranges.delete(key);
          if (ranges.size === 0) resolve();
        },
      });
      started.catch(reject);
    });
  } finally {
    await stream.close();
  }
  return total;
}

interface Range {
  topic: string;
  low: bigint;
  high: bigint;
}

/** Of each partition that holds anything, of the topics that there are. */
async function rangesOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, Range>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ranges = new Map<string, Range>();
    const there = await admin.listTopics();
    for (const topic of topics.filter((one) => there.includes(one))) {
      for (const { partition, low, high } of await readLimits(admin, topic)) {
        if (high > low) ranges.set(partitionKey({ topic, partition }), { topic, low, high });
      }
    }
    return ranges;
  } finally {
    await admin.disconnect();
  }
}
