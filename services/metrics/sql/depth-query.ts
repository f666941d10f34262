import type { Query } from '../../lib/clickhouse/client.ts';
import type { DepthMetric } from '../catalogue/metric.ts';
import { filterSql, groupColumns } from '../filters.ts';
import type { RangeRequest } from '../request.ts';
import { bucketSql } from './bucket-sql.ts';

export interface DepthQuery extends RangeRequest {
  /** The fact and the condition of the spells that are counted. */
  of: Pick<DepthMetric, 'fact' | 'where'>;
}

/** A row of a depth query. */
export interface DepthRow {
  /** Begin of the bucket, UTC ms. */
  bucket: number;
  /** Open at the bucket's end. */
  last: number;
  /** Most open at any instant of the bucket at which the number changed, and the first such instant, UTC ms. */
  peak: number;
  peak_at: number;
  [dimension: string]: string | number;
}

/** Conditions on spells that were open at some instant of [from, to). */
export function openWithin({ fact: _, where }: DepthQuery['of']): string[] {
  return [
    'fact = {fact:String}',
    where,
    'at < fromUnixTimestamp64Milli({to:Int64})',
    "(state = 'open' OR ended_at > fromUnixTimestamp64Milli({from:Int64}))",
  ];
}

/**
 * How many spells are open over time: +1 where one begins, -1 where one ends, summed up. A spell that began
 * before `from` begins at `from` here. What begins and ends at the same instant cancels out, so that handing over
 * is not a peak. Buckets in which nothing changes have no row; the number of the bucket before holds.
 */
export function depthQuery(query: DepthQuery): Query {
  const bucket = bucketSql('t', query.starts);
  const filter = filterSql(query.filters);
  const by = query.groupBy.map((dimension) => `, ${dimension}`).join('');
  const partition = query.groupBy.length === 0 ? '' : `PARTITION BY ${query.groupBy.join(', ')} `;
  return {
    sql: `SELECT (${bucket.sql})::Float64 AS bucket${by},
  argMax(depth, t)::Float64 AS last, max(depth)::Float64 AS peak, argMax(t, (depth, -t))::Float64 AS peak_at
FROM (
  SELECT t${by}, sum(delta) OVER (${partition}ORDER BY t) AS depth
  FROM (
    SELECT t${by}, sum(d) AS delta
    FROM (
      SELECT step.1 AS t, step.2 AS d${groupColumns(query.groupBy)}
      FROM facts FINAL
      ARRAY JOIN [
        (greatest(toUnixTimestamp64Milli(at), {from:Int64}), 1::Int64),
        (if(toUnixTimestamp64Milli(ended_at) = 0, {to:Int64}, toUnixTimestamp64Milli(ended_at)), -1::Int64)
      ] AS step
      WHERE ${[...openWithin(query.of), ...filter.conditions].join(' AND ')}
    )
    WHERE t < {to:Int64}
    GROUP BY t${by}
  )
)
GROUP BY bucket${by}`,
    params: { ...bucket.params, ...filter.params, fact: query.of.fact, from: query.from, to: query.to },
  };
}
