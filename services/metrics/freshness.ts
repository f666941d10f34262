import type { ClickHouse } from '../lib/clickhouse/client.ts';

/** How fresh answers are, measured at the slowest partition. */
export interface Freshness {
  /** UTC ms: everything that Kafka had before is counted. Null where ingest has never run. */
  asOf: number | null;
  /** Now less `asOf`. */
  lagMs: number | null;
}

const SQL = `SELECT count()::UInt32 AS partitions, toUnixTimestamp64Milli(min(as_of))::Float64 AS as_of
FROM freshness FINAL`;

/** @param now UTC ms */
export async function readFreshness(clickhouse: ClickHouse, now: number): Promise<Freshness> {
  const [row] = await clickhouse.query<{ partitions: number; as_of: number }>({ sql: SQL, params: {} });
  if (row === undefined || row.partitions === 0) return { asOf: null, lagMs: null };
  return { asOf: row.as_of, lagMs: Math.max(0, now - row.as_of) };
}
