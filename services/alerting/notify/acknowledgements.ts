import type { ClickHouse } from '../../lib/clickhouse/client.ts';

/** Ids of the alerts that somebody took on after `since` (UTC ms). */
export async function readAcknowledged(clickhouse: ClickHouse, since: number): Promise<string[]> {
  const rows = await clickhouse.query<{ id: string }>({
    sql: `SELECT DISTINCT alert_id AS id FROM alert_acknowledgements
WHERE acknowledged_at > fromUnixTimestamp64Milli({since:Int64})`,
    params: { since },
  });
  return rows.map(({ id }) => id);
}
