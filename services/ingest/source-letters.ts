import type { Kafka } from 'kafkajs';
import { TOPICS } from '../../schemas/index.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import type { EventStream, StreamBatch } from '../lib/event-stream.ts';
import { createKafkaEventStream } from '../lib/kafka/event-stream.ts';
import { createLetterReader, type Letter, SOURCE_STAGE } from '../lib/kafka/letters.ts';
import type { Log } from '../lib/log.ts';
import { deadLetterRows, writeDeadLetter } from './rows/dead-letters.ts';

const MIB = 1_048_576;

interface Deps {
  kafka: Kafka;
  registry: SchemaRegistry;
  clickhouse: ClickHouse;
  log: Log;
  /** Told of each letter that was stored; of some twice, after a fault. */
  onStored(letter: Letter): void;
}

/**
 * Stores what the dead letters of contact systems' records say, so that they are counted with all others: who writes
 * them, the collector and `follow`, knows Kafka alone. Reads the topic under a group of its own. A row that is written
 * again replaces itself, so committing behind it is enough. Figures do not depend on it: where it may not read, the log
 * says so and all else goes on.
 */
export function startSourceLetters(deps: Deps, group: string): Pick<EventStream, 'close'> {
  const { kafka, clickhouse, log } = deps;
  const stream = createKafkaEventStream(
    kafka,
    {
      groupId: group,
      topics: [TOPICS.deadLetters],
      sessionTimeoutMs: 30_000,
      maxBytesPerPartition: MIB,
      maxBytes: 4 * MIB,
    },
    log,
  );
  const read = patientReader(deps.registry);

  async function store(batch: StreamBatch): Promise<void> {
    const letters: Letter[] = [];
    for (const record of batch.records) {
      const letter = await read(record);
      if (letter?.stage === SOURCE_STAGE) letters.push(letter);
    }
    const rows = deadLetterRows();
    for (const letter of letters)
      writeDeadLetter(rows, { ...letter, offset: BigInt(letter.offset), failedAt: letter.failed_at });
    await clickhouse.insert('dead_letters', rows);
    const { topic, partition } = batch;
    const offset = batch.records.at(-1)!.offset + 1n;
    await stream.commit([{ topic, partition, offset, announced: null }]);
    letters.forEach(deps.onStored);
  }

  const onFailed = (error: unknown) =>
    log.error({ code: codeOf(error) }, 'dead letters of contact systems are not counted any more');
  // Joining waits for members that were killed to be given up: ingest must not wait for that.
  stream.start({ onAssigned() {}, onLost() {}, onFailed, onBatch: store }).catch(onFailed);
  return stream;
}

/** Null of what is no letter, and of what somebody else has put there; rejects while the registry is away. */
function patientReader(registry: SchemaRegistry): ReturnType<typeof createLetterReader> {
  const read = createLetterReader(registry);
  return async (record) => {
    try {
      return await read(record);
    } catch (error) {
      if (error instanceof LinewatchError) throw error;
      return null;
    }
  };
}
