import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { partitionKey } from '../lib/event-stream.ts';
import type { Offsets } from './coverage.ts';

/** How far storage has come in each partition, by `partitionKey`. */
export interface StoredPositions {
  /** All records before are stored. */
  offsets: Offsets;
  /** UTC ms: all that Kafka had before is stored. */
  asOf: ReadonlyMap<string, number>;
}

const SQL = `SELECT topic, kafka_partition::UInt16 AS partition, toString(next_offset) AS next, -1::Float64 AS at
FROM watermarks FINAL
UNION ALL
SELECT topic, kafka_partition::UInt16, '', toUnixTimestamp64Milli(as_of)::Float64 FROM freshness FINAL`;

/** Read before something else, it says what that has at least; read after it, what it has at most. */
export async function readStoredPositions(clickhouse: ClickHouse): Promise<StoredPositions> {
  const rows = await clickhouse.query<{ topic: string; partition: number; next: string; at: number }>({
    sql: SQL,
    params: {},
  });
  return {
    offsets: new Map(rows.filter(({ at }) => at < 0).map((row) => [partitionKey(row), BigInt(row.next)])),
    asOf: new Map(rows.filter(({ at }) => at >= 0).map((row) => [partitionKey(row), row.at])),
  };
}
