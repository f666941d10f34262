import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { createFinding, type Finding } from './finding.ts';

const PARTS = 'SELECT count()::Float64 AS n FROM system.parts WHERE active AND database = currentDatabase()';
const BROKEN = `SELECT concat(table, ' ', name) AS example FROM system.detached_parts
WHERE reason LIKE '%broken%' AND database = currentDatabase()`;

/**
 * Looks for parts of tables that ClickHouse found damaged when it started: it goes on without their rows and without a
 * word. On a cluster, those of the server that answers.
 */
export async function checkParts(clickhouse: ClickHouse): Promise<Finding> {
  const finding = createFinding('parts set aside as damaged');
  const [count] = await clickhouse.query<{ n: number }>({ sql: PARTS, params: {} });
  finding.examined = count?.n ?? 0;
  for (const { example } of await clickhouse.query<{ example: string }>({ sql: BROKEN, params: {} })) {
    finding.differs(example);
  }
  return finding;
}
