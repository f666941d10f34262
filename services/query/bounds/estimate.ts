import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';

/** Tables whose rows questions are made of. */
const TABLES = ['facts', 'agent_states', 'agent_schedules'];

/** All rows that there are, superseded ones too. On a cluster, where these tables only name others, 0. */
export async function countStored(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: `SELECT sum(rows)::Float64 AS n FROM system.parts
      WHERE active AND database = currentDatabase() AND table IN {tables:Array(String)}`,
    params: { tables: TABLES },
  });
  return row?.n ?? 0;
}

/**
 * How many rows a statement reads, give or take some thousands of each part: those of all marks that keys and skip indexes
 * cannot rule out.
 *
 * @param settings such as `readEngineLimits` says that it needs
 */
export async function estimateRows(
  clickhouse: ClickHouse,
  { sql, params }: Pick<Query, 'sql' | 'params'>,
  settings: readonly string[],
): Promise<number> {
  const set = settings.length === 0 ? '' : `\nSETTINGS ${settings.join(', ')}`;
  const rows = await clickhouse.query<{ rows: string | number }>({
    sql: `EXPLAIN ESTIMATE ${sql}${set}`,
    params,
  });
  return rows.reduce((sum, row) => sum + Number(row.rows), 0);
}
