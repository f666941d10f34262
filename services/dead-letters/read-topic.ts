import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { TOPICS } from '../../schemas/index.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import { partitionKey } from '../lib/event-stream.ts';
import { createKafkaEventStream } from '../lib/kafka/event-stream.ts';
import { createLetterReader, type Letter, originOf } from '../lib/kafka/letters.ts';
import type { Log } from '../lib/log.ts';

const MIB = 1_048_576;

/**
 * Reads the dead-letter topic from its beginning to what was its end at the start. Each record is given once, however
 * often its letter was written; `onLetter` is awaited. Reads under a group of its own and commits nothing.
 */
export async function readLetters(
  { kafka, registry, log }: { kafka: Kafka; registry: SchemaRegistry; log: Log },
  onLetter: (letter: Letter) => Promise<void>,
): Promise<void> {
  const ends = await endsOf(kafka);
  if (ends.size === 0) return;
  const read = createLetterReader(registry);
  const seen = new Set<string>();
  const stream = createKafkaEventStream(
    kafka,
    {
      groupId: `linewatch-dead-letters-${randomUUID()}`,
      topics: [TOPICS.deadLetters],
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
          const end = ends.get(key);
          if (end === undefined) return;
          try {
            for (const record of batch.records) {
              if (record.offset >= end) break;
              const letter = await read(record);
              if (letter === null || seen.has(originOf(letter))) continue;
              seen.add(originOf(letter));
              await onLetter(letter);
              await heartbeat();
            }
          } catch (error) {
            reject(error);
            throw error;
          }
          if (batch.records.at(-1)!.offset + 1n < end) return;
          ends.delete(key);
          if (ends.size === 0) resolve();
        },
      });
      started.catch(reject);
    });
  } finally {
    await stream.close();
  }
}

/** The end of each partition that holds anything. */
async function endsOf(kafka: Kafka): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(TOPICS.deadLetters)) {
      if (BigInt(high) > BigInt(low))
        ends.set(partitionKey({ topic: TOPICS.deadLetters, partition }), BigInt(high));
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}
