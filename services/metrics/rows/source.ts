import type { Parameters, Query } from '../../lib/clickhouse/client.ts';
import type { Figure } from '../definition/figure.ts';
import type { Dimension } from '../definition/metric.ts';
import { figureSql } from '../evaluate/sql.ts';

/** The rows that some figures are made of, as SQL. */
export interface RowSource {
  /** What stands behind FROM: a table or subquery, with its conditions. */
  from: string;
  /** SQL of the begin of the bucket that a row belongs to, UTC ms. */
  bucket: string;
  /** The columns of the dimensions that are grouped by: `, <column> AS <dimension>` each. */
  groups: string;
  params: Parameters;
}

/** Aggregates rows into buckets and groups. Answer: `bucket` (UTC ms), the dimensions, a column a figure. */
export function figuresQuery(
  source: RowSource,
  groupBy: readonly Dimension[],
  figures: readonly { id: string; figure: Figure }[],
): Query {
  const values = figures.map(({ id, figure }) => `(${figureSql(figure)})::Nullable(Float64) AS ${id}`);
  return {
    sql: [
      `SELECT (${source.bucket})::Float64 AS bucket${source.groups}, ${values.join(', ')}`,
      `FROM ${source.from}`,
      `GROUP BY ${['bucket', ...groupBy].join(', ')}`,
    ].join('\n'),
    params: source.params,
  };
}
