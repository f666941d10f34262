import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { not } from '../../metrics/definition/language.ts';
import { DIMENSION_COLUMNS } from '../../metrics/definition/metric.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { type Filters, filterSql } from '../../metrics/filters.ts';
import { SECRET } from '../../metrics/rows/surveys.ts';
import { type FiguresOf, GROUPS } from '../figures.ts';

/** When each subject is first heard of in a range, by any fact but peer reviews, UTC ms: before that, nothing of it means nothing. */
export async function queryKnownSince(
  clickhouse: ClickHouse,
  { of, from, to, filters }: { of: FiguresOf; from: number; to: number; filters: Filters },
): Promise<Map<string, number>> {
  const { conditions, params } = filterSql(filters);
  const [dimension] = GROUPS[of];
  const subject = dimension === undefined ? "''" : DIMENSION_COLUMNS[dimension];
  const where = [
    'is_deleted = 0',
    conditionSql(not(SECRET)),
    'at >= fromUnixTimestamp64Milli({from:Int64})',
    'at < fromUnixTimestamp64Milli({to:Int64})',
    ...conditions,
  ];
  const rows = await clickhouse.query<{ subject: string; since: number }>({
    sql: `SELECT ${subject} AS subject, toUnixTimestamp64Milli(min(at))::Float64 AS since
FROM facts WHERE ${where.join(' AND ')} GROUP BY subject`,
    params: { ...params, from, to },
  });
  return new Map(rows.map((row) => [row.subject, row.since]));
}
