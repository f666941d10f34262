import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import { INGEST_GROUP } from '../ingest/options.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { LinewatchError } from '../lib/errors.ts';
import { partitionKey } from '../lib/event-stream.ts';
import { askKafka } from '../lib/kafka/ask.ts';
import { countForgotten } from '../privacy/forgotten.ts';

const ASK_MS = 10_000;
const LOOK_EVERY_MS = 250;
/** Every ingest that is alive writes how far it is each second; a large unit may take a while. */
const WAIT_MS = 120_000;

/**
 * Resolves once ingest knows all that is on the list of what is forgotten, and has stored everything that it had taken over
 * before: from then on nobody writes what is on the list. Where nobody ingests, that is so already.
 *
 * Rejects with `INGEST_SILENT` (retriable) where ingest is a member of its group and says nothing for two minutes.
 */
export async function untilIngestKnows(clickhouse: ClickHouse, kafka: Kafka): Promise<void> {
  const size = await countForgotten(clickhouse);
  const partitions = await partitionsOf(kafka);
  for (const giveUpAt = Date.now() + WAIT_MS; ; ) {
    const rows = await clickhouse.query<{ topic: string; partition: number }>({
      sql: `SELECT topic::String AS topic, kafka_partition AS partition FROM freshness FINAL
            WHERE forgotten >= {size:UInt64}`,
      params: { size },
    });
    const knowing = new Set(rows.map(partitionKey));
    if (partitions.every((partition) => knowing.has(partition)) || !(await isIngesting(kafka))) return;
    if (Date.now() > giveUpAt) {
      throw new LinewatchError(
        'INGEST_SILENT',
        'ingest has not said within two minutes that it knows what is forgotten: see whether it runs, then forget again',
        { retriable: true },
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function partitionsOf(kafka: Kafka): Promise<string[]> {
  const { topics } = await askKafka(kafka, ASK_MS, (admin) =>
    admin.fetchTopicMetadata({ topics: [...INPUT_TOPICS] }),
  );
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionId }) => partitionKey({ topic: name, partition: partitionId })),
  );
}

/** Whether the group of ingest has any member, or is just finding out. */
async function isIngesting(kafka: Kafka): Promise<boolean> {
  const { groups } = await askKafka(kafka, ASK_MS, (admin) => admin.describeGroups([INGEST_GROUP]));
  const state = groups[0]?.state ?? 'Dead';
  return state !== 'Dead' && state !== 'Empty';
}
