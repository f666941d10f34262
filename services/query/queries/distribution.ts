import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import type { Term } from '../../metrics/definition/language.ts';
import { anchorOf, behind, type FactMetric } from '../../metrics/definition/metric.ts';
import { conditionSql, termSql } from '../../metrics/evaluate/sql.ts';
import { factTable } from '../../metrics/rows/facts.ts';
import type { RangeRequest } from '../../metrics/rows/source.ts';
import { EDGES_MS } from '../time/edges.ts';

export interface DistributionRequest extends Omit<RangeRequest, 'starts' | 'groupBy'> {
  metric: FactMetric;
  /** The duration of a fact, ms: `durationOf` the metric. */
  duration: Term;
}

/** A class of durations: `from` is in it, `to` is not; null for no upper end. ms. */
export interface DistributionRow {
  from: number;
  to: number | null;
  count: number;
  /** Of all that are counted. */
  share: number;
}

/** How the single durations behind a mean or a percentile are spread: from the first class that has any to the last. */
export async function queryDistribution(
  clickhouse: ClickHouse,
  request: DistributionRequest,
): Promise<DistributionRow[]> {
  const rows = await clickhouse.query<{ place: number; count: number }>(distributionQuery(request));
  const counts = new Map(rows.map(({ place, count }) => [place, count]));
  const places = [...counts.keys()];
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const length = total === 0 ? 0 : Math.max(...places) - Math.min(...places) + 1;
  return Array.from({ length }, (_, index) => {
    const place = Math.min(...places) + index;
    const count = counts.get(place) ?? 0;
    return { from: EDGES_MS[place - 1] ?? 0, to: EDGES_MS[place] ?? null, count, share: count / total };
  });
}

/** Rows: the number of edges that the durations reach, and how many durations do. */
function distributionQuery({ metric, duration, ...request }: DistributionRequest): Query {
  const which = { facts: metric.facts, anchor: anchorOf(metric) };
  const { table, where, params } = factTable(which, request, false);
  return {
    sql: `SELECT arrayCount(edge -> ${termSql(duration)} >= edge, {edges:Array(Int64)})::UInt32 AS place, count()::Float64 AS count
FROM ${table}
WHERE ${[...where, conditionSql(behind(metric))].map((condition) => `(${condition})`).join(' AND ')}
GROUP BY place
ORDER BY place`,
    params: { ...params, edges: EDGES_MS },
  };
}
