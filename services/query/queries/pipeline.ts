import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { type RetentionInForce, readRetention } from '../../lib/clickhouse/retention.ts';

/** How the pipeline does. Rates are of the last minute, freshness of the last five. */
export interface PipelineState {
  partitions: { topic: string; partition: number; lag: number; nextOffset: string; asOf: number | null }[];
  eventsPerSecond: number;
  /** From Kafka's timestamp to being stored, ms. */
  freshness: { p50: number | null; p95: number | null; p99: number | null };
  deadLetters: { reason: string; count: number }[];
  /** Days that rows are kept; null: for ever. */
  retentionDays: RetentionInForce;
}

const PARTITIONS = `SELECT topic, kafka_partition::UInt16 AS partition,
  (end_offset - least(next_offset, end_offset))::Float64 AS lag, toString(next_offset) AS nextOffset,
  if(as_of = 0, NULL, toUnixTimestamp64Milli(as_of)::Float64) AS asOf
FROM (SELECT topic, kafka_partition, next_offset, end_offset FROM watermarks FINAL) AS w
LEFT JOIN (SELECT topic, kafka_partition, as_of FROM freshness FINAL) AS f USING (topic, kafka_partition)
ORDER BY topic, partition`;

const RATES = `SELECT countIf(ingested_at >= fromUnixTimestamp64Milli({minute:Int64}))::Float64 / 60 AS rate,
  quantileExactOrNull(0.5)(age)::Nullable(Float64) AS p50, quantileExactOrNull(0.95)(age)::Nullable(Float64) AS p95,
  quantileExactOrNull(0.99)(age)::Nullable(Float64) AS p99
FROM (
  SELECT ingested_at, toUnixTimestamp64Milli(ingested_at) - toUnixTimestamp64Milli(kafka_at) AS age
  FROM events WHERE ingested_at >= fromUnixTimestamp64Milli({from:Int64})
)`;

const DEAD = `SELECT reason, count()::Float64 AS count FROM dead_letters FINAL GROUP BY reason ORDER BY count DESC`;

export async function queryPipeline(clickhouse: ClickHouse, now: number): Promise<PipelineState> {
  const [partitions, rates, deadLetters, retentionDays] = await Promise.all([
    clickhouse.query<PipelineState['partitions'][number]>({ sql: PARTITIONS, params: {} }),
    clickhouse.query<{ rate: number; p50: number | null; p95: number | null; p99: number | null }>({
      sql: RATES,
      params: { minute: now - 60_000, from: now - 300_000 },
    }),
    clickhouse.query<PipelineState['deadLetters'][number]>({ sql: DEAD, params: {} }),
    readRetention(clickhouse),
  ]);
  const { rate = 0, p50 = null, p95 = null, p99 = null } = rates[0] ?? {};
  return { partitions, eventsPerSecond: rate, freshness: { p50, p95, p99 }, deadLetters, retentionDays };
}
