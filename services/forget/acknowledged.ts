import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import { INGEST_GROUP } from '../ingest/options.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { LinewatchError } from '../lib/errors.ts';
import { partitionKey } from '../lib/event-stream.ts';
import { askKafka } from '../lib/kafka/ask.ts';
import { readLimits } from '../lib/kafka/offsets.ts';
import { countForgotten } from '../privacy/forgotten.ts';

const ASK_MS = 10_000;
const LOOK_EVERY_MS = 250;
/** Every ingest that is alive writes how far it is each second; a large unit may take a while. */
const SILENT_MS = 120_000;

/**
 * Resolves once ingest knows all that is on the list of what is forgotten, and has stored everything that Kafka had before:
 * from then on nobody writes what is on the list, and what was counted is all there is. Where nobody ingests and all is
 * stored, that is so already.
 *
 * Rejects with `INGEST_SILENT` (retriable) where ingest is a member of its group and comes no further for two minutes, and
 * with `INGEST_BEHIND` (retriable) where nobody ingests what Kafka still has.
 */
export async function untilIngestKnows(clickhouse: ClickHouse, kafka: Kafka): Promise<void> {
  const since = Date.now();
  const size = await countForgotten(clickhouse);
  const ends = await endsOf(kafka);
  let giveUpAt = Date.now() + SILENT_MS;
  let best = Number.NEGATIVE_INFINITY;
  for (;;) {
    const rows = await clickhouse.query<Knowing>({ sql: FRESHNESS, params: {} });
    const known = new Map(rows.map((row) => [partitionKey(row), row]));
    const knows = (key: string) => {
      const row = known.get(key);
      return row !== undefined && row.forgotten >= size && row.asOf >= since;
    };
    if ([...ends.keys()].every(knows)) return;
    if (!(await isIngesting(kafka))) {
      if (await isBehind(clickhouse, ends)) throw behind();
      return;
    }
    const progress = Math.min(...rows.map(({ asOf }) => asOf));
    if (progress > best) {
      best = progress;
      giveUpAt = Date.now() + SILENT_MS;
    } else if (Date.now() > giveUpAt) throw silent();
    await sleep(LOOK_EVERY_MS);
  }
}

interface Knowing {
  topic: string;
  partition: number;
  /** Entries of the list that ingest knew. */
  forgotten: number;
  /** UTC ms: what Kafka had before is stored. */
  asOf: number;
}

const FRESHNESS = `SELECT topic::String AS topic, kafka_partition AS partition, forgotten::Float64 AS forgotten,
  toUnixTimestamp64Milli(as_of)::Float64 AS asOf FROM freshness FINAL`;

/** The end of each partition of the topics that ingest reads. */
async function endsOf(kafka: Kafka): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of INPUT_TOPICS) {
    for (const { partition, high } of await askKafka(kafka, ASK_MS, (admin) => readLimits(admin, topic)))
      ends.set(partitionKey({ topic, partition }), high);
  }
  return ends;
}

async function isBehind(clickhouse: ClickHouse, ends: ReadonlyMap<string, bigint>): Promise<boolean> {
  const rows = await clickhouse.query<{ topic: string; partition: number; next: string }>({
    sql: `SELECT topic::String AS topic, kafka_partition AS partition, toString(next_offset) AS next FROM watermarks FINAL`,
    params: {},
  });
  const next = new Map(rows.map((row) => [partitionKey(row), BigInt(row.next)]));
  return [...ends].some(([key, end]) => end > (next.get(key) ?? 0n));
}

function silent(): LinewatchError {
  return new LinewatchError(
    'INGEST_SILENT',
    'ingest has come no further for two minutes: see whether it runs and knows of migration 0011, then forget again',
    { retriable: true },
  );
}

function behind(): LinewatchError {
  return new LinewatchError(
    'INGEST_BEHIND',
    'nobody ingests what Kafka has and is not stored: what is removed before it is counted would be missing from figures. Start ingest, then forget again',
    { retriable: true },
  );
}

/** Whether the group of ingest has any member, or is just finding out. */
async function isIngesting(kafka: Kafka): Promise<boolean> {
  const { groups } = await askKafka(kafka, ASK_MS, (admin) => admin.describeGroups([INGEST_GROUP]));
  const state = groups[0]?.state ?? 'Dead';
  return state !== 'Dead' && state !== 'Empty';
}
