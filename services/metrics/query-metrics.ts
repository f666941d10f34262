import type { ClickHouse, Query } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import type { AgentMetric, DepthMetric, FactMetric, FcrMetric, Metric } from './catalogue/metric.ts';
import type { RangeRequest } from './request.ts';
import { agentQuery } from './sql/agent-query.ts';
import { type DepthRow, depthQuery } from './sql/depth-query.ts';
import { fillDepths } from './sql/depths.ts';
import { factQuery } from './sql/fact-query.ts';
import { fcrQuery } from './sql/fcr-query.ts';
import { createTable, type MetricsRow, type Table } from './table.ts';

export interface MetricsRequest extends RangeRequest {
  metrics: readonly Metric[];
  variant?: string;
  /** Anchor instead of each metric's own, for those that count spans. */
  anchor?: 'start' | 'end';
}

/** Answers any mix of metrics: one query for each kind of source, put together by bucket and group. */
export async function queryMetrics(clickhouse: ClickHouse, request: MetricsRequest): Promise<MetricsRow[]> {
  const table = createTable(request.metrics, request.starts);
  if (request.groupBy.length === 0) table.at([], request.starts[0]!);

  const aggregate = async (metrics: readonly Metric[], query: Query) => {
    if (metrics.length > 0) fill(request, metrics, await clickhouse.query(query), table);
  };
  const agents = only<AgentMetric>(request.metrics, 'agents');
  const fcr = only<FcrMetric>(request.metrics, 'fcr');
  await Promise.all([
    ...factGroups(request).map((group) => aggregate(group.metrics, factQuery({ ...request, ...group }))),
    ...depthGroups(request).map(async (metrics) => {
      const rows = await clickhouse.query<DepthRow>(depthQuery({ ...request, of: metrics[0]! }));
      fillDepths(request, metrics, rows, table);
    }),
    aggregate(agents, agentQuery({ ...request, metrics: agents })),
    aggregate(fcr, fcrQuery({ ...request, metrics: fcr })),
  ]);
  return table.rows();
}

function fill(
  request: RangeRequest,
  metrics: readonly Metric[],
  rows: readonly unknown[],
  table: Table,
): void {
  for (const row of rows as Record<string, string | number | null>[]) {
    const group = request.groupBy.map((dimension) => String(row[dimension]));
    const values = table.at(group, Number(row.bucket));
    for (const { id } of metrics) values[id] = row[id] as number | null;
  }
}

function only<M extends Metric>(metrics: readonly Metric[], kind: M['kind']): M[] {
  return metrics.filter((metric): metric is M => metric.kind === kind);
}

interface FactGroup {
  metrics: FactMetric[];
  anchor: 'start' | 'end';
}

function factGroups({ metrics, anchor }: MetricsRequest): FactGroup[] {
  const groups = new Map<string, FactGroup>();
  for (const metric of only<FactMetric>(metrics, 'facts')) {
    // A target has one anchor: its due time.
    const at = metric.facts.includes('sla_target') ? metric.anchor : (anchor ?? metric.anchor);
    const key = `${metric.facts.join()} ${at}`;
    getOrInsert(groups, key, () => ({ metrics: [], anchor: at })).metrics.push(metric);
  }
  return [...groups.values()];
}

function depthGroups({ metrics }: MetricsRequest): DepthMetric[][] {
  const groups = new Map<string, DepthMetric[]>();
  for (const metric of only<DepthMetric>(metrics, 'depth')) {
    getOrInsert(groups, `${metric.fact} ${metric.where}`, () => []).push(metric);
  }
  return [...groups.values()];
}
