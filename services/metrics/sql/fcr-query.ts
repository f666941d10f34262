import type { Query } from '../../lib/clickhouse/client.ts';
import type { FcrMetric } from '../catalogue/metric.ts';
import { filterSql, groupColumns } from '../filters.ts';
import type { RangeRequest } from '../request.ts';
import { bucketSql } from './bucket-sql.ts';

export interface FcrQuery extends RangeRequest {
  metrics: readonly FcrMetric[];
}

const WINDOW_MS = 7 * 86_400_000;

const VALUES: Record<FcrMetric['value'], string> = {
  rate: 'countIf(NOT came_back AND NOT reopened) / nullIf(count(), 0)',
  pending: 'countIf(ended + {window:Int64} > {now:Int64})',
};

/**
 * First contact resolution of conversations first solved in the range. The customer came back if the next
 * conversation of the same customer in the same queue began within the window; a customer who is not known never
 * does.
 */
export function fcrQuery(query: FcrQuery): Query {
  const bucket = bucketSql('ended', query.starts);
  const filter = filterSql(query.filters);
  const by = query.groupBy.map((dimension) => `, ${dimension}`).join('');
  const values = query.metrics.map(
    (metric) => `(${VALUES[metric.value]})::Nullable(Float64) AS ${metric.id}`,
  );
  return {
    sql: `WITH
  fromUnixTimestamp64Milli({from:Int64}) AS begin,
  fromUnixTimestamp64Milli({to:Int64}) AS end,
  fromUnixTimestamp64Milli({to:Int64} + {window:Int64}) AS last
SELECT (${bucket.sql})::Float64 AS bucket${by}, ${values.join(', ')}
FROM (
  SELECT ended${by}, next_at > 0 AND next_at <= ended + {window:Int64} AS came_back,
    conversation_id IN (SELECT conversation_id FROM facts FINAL WHERE fact = 'reopen' AND at >= begin AND at < last) AS reopened
  FROM (
    SELECT toUnixTimestamp64Milli(ended_at) AS ended, conversation_id, if(customer_id = '', NULL, customer_id) AS customer,
      queue AS place${groupColumns(query.groupBy)}
    FROM facts FINAL
    WHERE ${["fact = 'first_resolution'", "state = 'solved'", 'ended_at >= begin', 'ended_at < end', 'at < end', ...filter.conditions].join(' AND ')}
  ) AS solved
  ASOF LEFT JOIN (
    SELECT customer_id::Nullable(String) AS customer, queue AS place, toUnixTimestamp64Milli(at) AS next_at
    FROM facts FINAL
    WHERE fact = 'conversation' AND at > begin AND at <= last AND customer_id != ''
  ) AS later ON solved.customer = later.customer AND solved.place = later.place AND later.next_at > solved.ended
)
GROUP BY bucket${by}`,
    params: {
      ...bucket.params,
      ...filter.params,
      from: query.from,
      to: query.to,
      now: query.now,
      window: WINDOW_MS,
    },
  };
}
