import type { Query } from '../../lib/clickhouse/client.ts';
import type { Dimension, FactMetric } from '../catalogue/metric.ts';
import { bucketSql } from './bucket-sql.ts';
import { type Filters, filterSql } from './filters.ts';

export interface FactQuery {
  /** All of one fact. */
  metrics: readonly FactMetric[];
  anchor: 'start' | 'end';
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  /** Begins of the buckets, the first at or before `from`. */
  starts: readonly number[];
  groupBy: readonly Dimension[];
  filters: Filters;
  /** Formulas other than the standard ones, by name, for metrics that have them. */
  variant?: string;
}

const ANCHOR_COLUMNS = { start: 'at', end: 'ended_at' } as const;

/** Aggregates facts into buckets and groups. Rows: `bucket` (UTC ms), the dimensions, a column a metric. */
export function factQuery(query: FactQuery): Query {
  const column = ANCHOR_COLUMNS[query.anchor];
  const bucket = bucketSql(`toUnixTimestamp64Milli(${column})`, query.starts);
  const filter = filterSql(query.filters);
  const values = query.metrics.map((metric) => {
    const value = (query.variant && metric.variants?.[query.variant]) || metric.value;
    return `(${value})::Nullable(Float64) AS ${metric.id}`;
  });
  const where = [
    'fact = {fact:String}',
    `${column} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${column} < fromUnixTimestamp64Milli({to:Int64})`,
    // A span that ends in the period began before its end: the key's second column helps too.
    ...(query.anchor === 'end' ? ['at < fromUnixTimestamp64Milli({to:Int64})'] : []),
    ...filter.conditions,
  ];
  const groups = ['bucket', ...query.groupBy];
  return {
    sql: [
      `SELECT (${bucket.sql})::Float64 AS ${groups.join(', ')}, ${values.join(', ')}`,
      'FROM facts FINAL',
      `WHERE ${where.join(' AND ')}`,
      `GROUP BY ${groups.join(', ')}`,
    ].join('\n'),
    params: {
      ...bucket.params,
      ...filter.params,
      fact: query.metrics[0]!.fact,
      from: query.from,
      to: query.to,
    },
  };
}
