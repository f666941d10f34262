import type { Query } from '../../lib/clickhouse/client.ts';
import type { FactMetric } from '../catalogue/metric.ts';
import { filterSql, groupColumns } from '../filters.ts';
import type { RangeRequest } from '../request.ts';
import { bucketSql } from './bucket-sql.ts';

export interface FactQuery extends RangeRequest {
  /** All of the same facts. */
  metrics: readonly FactMetric[];
  anchor: 'start' | 'end';
  /** Formulas other than the standard ones, by name, for metrics that have them. */
  variant?: string;
}

const ANCHOR_COLUMNS = { start: 'at', end: 'ended_at' } as const;

/** Conditions on the facts of a metric that lie in a range by their anchor. */
export function anchoredIn(anchor: 'start' | 'end'): { column: string; conditions: string[] } {
  const column = ANCHOR_COLUMNS[anchor];
  const conditions = [
    'fact IN {facts:Array(String)}',
    `${column} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${column} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  // A span that ends in the period began before its end: the key's second column helps too.
  if (anchor === 'end') conditions.push('at < fromUnixTimestamp64Milli({to:Int64})');
  return { column, conditions };
}

/** Aggregates facts into buckets and groups. Rows: `bucket` (UTC ms), the dimensions, a column a metric. */
export function factQuery(query: FactQuery): Query {
  const { column, conditions } = anchoredIn(query.anchor);
  const bucket = bucketSql(`toUnixTimestamp64Milli(${column})`, query.starts);
  const filter = filterSql(query.filters);
  const values = query.metrics.map((metric) => {
    const value = (query.variant && metric.variants?.[query.variant]) || metric.value;
    return `(${value})::Nullable(Float64) AS ${metric.id}`;
  });
  return {
    sql: [
      `SELECT (${bucket.sql})::Float64 AS bucket${groupColumns(query.groupBy)}, ${values.join(', ')}`,
      'FROM facts FINAL',
      `WHERE ${[...conditions, ...filter.conditions].join(' AND ')}`,
      `GROUP BY ${['bucket', ...query.groupBy].join(', ')}`,
    ].join('\n'),
    params: {
      ...bucket.params,
      ...filter.params,
      facts: query.metrics[0]!.facts,
      from: query.from,
      to: query.to,
      now: query.now,
    },
  };
}
