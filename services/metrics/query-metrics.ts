import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { anchorOf, figureOf, type Metric } from './definition/metric.ts';
import { DEPTHS, type DepthRow, fillDepths, spellsOf } from './depths.ts';
import { agentTimeRows } from './rows/agent-time.ts';
import { depthRows } from './rows/depth.ts';
import { factRows } from './rows/facts.ts';
import { firstSolutionRows } from './rows/first-solutions.ts';
import { figuresQuery, type RangeRequest, type RowSource } from './rows/source.ts';
import { createTable, type MetricsRow, type Table } from './table.ts';

export interface MetricsRequest extends RangeRequest {
  metrics: readonly Metric[];
  variant?: string;
  /** Anchor instead of each metric's own, for those that count spans. */
  anchor?: 'start' | 'end';
}

/** Another way to the figures of some metrics than to ask the facts anew, where there is one. */
export interface Shortcut {
  /**
   * The same rows as the facts would give, or within a stated error; null where they must be asked.
   *
   * @param metrics all of the same rows
   */
  answer(request: MetricsRequest, metrics: readonly Metric[]): Promise<MetricsRow[] | null>;
  /** The same for depths. */
  depths(request: MetricsRequest, metrics: readonly Metric[]): Promise<DepthRow[] | null>;
}

/** Answers any mix of metrics: one query for each set of rows that they are made of, put together by bucket and group. */
export async function queryMetrics(
  clickhouse: ClickHouse,
  request: MetricsRequest,
  shortcut?: Shortcut,
): Promise<MetricsRow[]> {
  const table = createTable(request.metrics, request.starts);
  if (request.groupBy.length === 0) table.at([], request.starts[0]!);
  await Promise.all(
    sourcesOf(request).map(async ({ metrics, rows }) => {
      if (metrics[0]!.kind === 'depth') {
        const depths =
          (await shortcut?.depths(request, metrics)) ??
          (await clickhouse.query<DepthRow>(figuresQuery(rows(), request.groupBy, DEPTHS)));
        fillDepths(request, metrics, depths, table);
        return;
      }
      const answered = await shortcut?.answer(request, metrics);
      if (answered) {
        for (const { bucket, group, values } of answered) Object.assign(table.at(group, bucket), values);
      } else {
        const figures = metrics.map((metric) => ({
          id: metric.id,
          figure: figureOf(metric, request.variant),
        }));
        fill(request, metrics, await clickhouse.query(figuresQuery(rows(), request.groupBy, figures)), table);
      }
    }),
  );
  return table.rows();
}

interface Source {
  metrics: Metric[];
  rows: () => RowSource;
}

function sourcesOf(request: MetricsRequest): Source[] {
  const sources = new Map<string, Source>();
  for (const metric of request.metrics) {
    const { key, rows } = sourceOf(metric, request);
    getOrInsert(sources, key, () => ({ metrics: [], rows })).metrics.push(metric);
  }
  return [...sources.values()];
}

/** The rows of a metric, and a key that is the same where the rows are. */
function sourceOf(metric: Metric, request: MetricsRequest): { key: string; rows: () => RowSource } {
  switch (metric.kind) {
    case 'agents':
      return { key: 'agents', rows: () => agentTimeRows(request) };
    case 'fcr':
      return { key: 'fcr', rows: () => firstSolutionRows(request) };
    case 'depth': {
      const spells = spellsOf(metric);
      return { key: `depth ${JSON.stringify(spells)}`, rows: () => depthRows(request, spells) };
    }
    case 'facts': {
      const { facts } = metric;
      const anchor = anchorOf(metric, request.anchor);
      return { key: `facts ${facts.join()} ${anchor}`, rows: () => factRows(request, { facts, anchor }) };
    }
  }
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
