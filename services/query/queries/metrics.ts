import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { DepthMetric, Dimension, FactMetric, Metric } from '../catalogue/metric.ts';
import { type DepthRow, depthQuery } from './depth-query.ts';
import { factQuery } from './fact-query.ts';
import type { Filters } from './filters.ts';

export interface MetricsRequest {
  metrics: readonly Metric[];
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  /** Begins of the buckets, the first at or before `from`. */
  starts: readonly number[];
  groupBy: readonly Dimension[];
  filters: Filters;
  variant?: string;
  /** Anchor instead of each metric's own. */
  anchor?: 'start' | 'end';
}

/** A bucket of a group: its begin (UTC ms), the group's dimensions, a value a metric. */
export interface MetricsRow {
  bucket: number;
  group: string[];
  values: Record<string, number | null>;
}

/** Answers any mix of metrics: one query for each fact and anchor, put together by bucket and group. */
export async function queryMetrics(clickhouse: ClickHouse, request: MetricsRequest): Promise<MetricsRow[]> {
  const table = createTable(request);
  await Promise.all([
    ...factGroups(request).map(async ({ metrics, anchor }) => {
      const rows = await clickhouse.query<Record<string, string | number | null>>(
        factQuery({ ...request, metrics, anchor }),
      );
      for (const row of rows) {
        const values = table.at(groupOf(request, row), Number(row.bucket));
        for (const { id } of metrics) values[id] = row[id] as number | null;
      }
    }),
    ...depthGroups(request).map(async (metrics) => {
      const rows = await clickhouse.query<DepthRow>(depthQuery({ ...request, of: metrics[0]! }));
      fillDepths(request, metrics, rows, table);
    }),
  ]);
  return table.rows();
}

interface FactGroup {
  metrics: FactMetric[];
  anchor: 'start' | 'end';
}

function factGroups({ metrics, anchor }: MetricsRequest) {
  const groups = new Map<string, FactGroup>();
  for (const metric of metrics) {
    if (metric.kind !== 'facts') continue;
    const at = anchor ?? (metric.anchor === 'end' ? 'end' : 'start');
    getOrInsert(groups, `${metric.fact} ${at}`, () => ({ metrics: [], anchor: at })).metrics.push(metric);
  }
  return [...groups.values()];
}

function depthGroups({ metrics }: MetricsRequest): DepthMetric[][] {
  const groups = new Map<string, DepthMetric[]>();
  for (const metric of metrics) {
    if (metric.kind !== 'depth') continue;
    getOrInsert(groups, `${metric.fact} ${metric.where}`, () => []).push(metric);
  }
  return [...groups.values()];
}

/** The number of one bucket holds in the following ones until it changes. */
function fillDepths(
  request: MetricsRequest,
  metrics: readonly DepthMetric[],
  rows: readonly DepthRow[],
  table: Table,
) {
  const groups = new Map<string, { group: string[]; rows: Map<number, DepthRow> }>();
  if (request.groupBy.length === 0) groups.set('[]', { group: [], rows: new Map() });
  for (const row of rows) {
    const group = groupOf(request, row);
    getOrInsert(groups, JSON.stringify(group), () => ({ group, rows: new Map() })).rows.set(row.bucket, row);
  }
  for (const { group, rows: byBucket } of groups.values()) {
    let depth = 0;
    for (const start of request.starts) {
      const row = byBucket.get(start);
      const begin = Math.max(start, request.from);
      const peak = row === undefined || row.peak <= depth ? { peak: depth, peak_at: begin } : row;
      depth = row?.last ?? depth;
      const values = table.at(group, start);
      for (const { id, value } of metrics) {
        values[id] =
          value === 'last' ? depth : value === 'peak' ? peak.peak : peak.peak > 0 ? peak.peak_at : null;
      }
    }
  }
}

interface Table {
  /** The values of a bucket of a group, to be filled in. */
  at(group: string[], bucket: number): Record<string, number | null>;
  rows(): MetricsRow[];
}

/** Every group has every bucket: where nothing counted, counts are 0 and all else is null. */
function createTable({ metrics, starts, groupBy }: MetricsRequest): Table {
  const groups = new Map<string, { group: string[]; buckets: Map<number, Record<string, number | null>> }>();
  const empty = () =>
    Object.fromEntries(metrics.map((metric) => [metric.id, metric.unit === 'count' ? 0 : null]));
  const groupAt = (group: string[]) =>
    getOrInsert(groups, JSON.stringify(group), () => ({
      group,
      buckets: new Map(starts.map((start) => [start, empty()])),
    }));
  if (groupBy.length === 0) groupAt([]);
  return {
    at: (group, bucket) => {
      const values = groupAt(group).buckets.get(bucket);
      if (values === undefined) throw new Error('a row lies outside of the buckets');
      return values;
    },
    rows: () => {
      const sorted = [...groups.values()].sort((a, b) => compare(a.group, b.group));
      return starts.flatMap((bucket) =>
        sorted.map(({ group, buckets }) => ({ bucket, group, values: buckets.get(bucket)! })),
      );
    },
  };
}

function groupOf({ groupBy }: MetricsRequest, row: Record<string, unknown>): string[] {
  return groupBy.map((dimension) => String(row[dimension]));
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}
