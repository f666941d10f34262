import { getOrInsert } from '../../lib/get-or-insert.ts';
import { anchorOf, figureOf, type Metric } from '../definition/metric.ts';
import { DEPTHS, type DepthRow, fillDepths, spellsOf } from '../depths.ts';
import { foldFigure, type Row } from '../evaluate/fold.ts';
import type { MetricsRequest } from '../query-metrics.ts';
import { createTable, type MetricsRow } from '../table.ts';
import { placeAgentTime } from './agent-time.ts';
import { placeDepths } from './depth.ts';
import { placeFacts } from './facts.ts';
import { placeFirstSolutions } from './first-solutions.ts';
import type { Everything, PlacedRow } from './rows.ts';

/** The answer that `queryMetrics` gives, from rows in memory. */
export function foldMetrics(everything: Everything, request: MetricsRequest): MetricsRow[] {
  const table = createTable(request.metrics, request.starts);
  if (request.groupBy.length === 0) table.at([], request.starts[0]!);
  for (const metric of request.metrics) {
    const cells = cellsOf(placed(metric, everything, request), request.starts);
    if (metric.kind === 'depth') {
      const rows = cells.map(({ group, bucket, rows: changes }) => ({
        bucket,
        ...Object.fromEntries(request.groupBy.map((dimension, i) => [dimension, group[i]!])),
        ...Object.fromEntries(DEPTHS.map(({ id, figure }) => [id, foldFigure(figure, changes, request.now)])),
      }));
      fillDepths(request, [metric], rows as DepthRow[], table);
    } else {
      const figure = figureOf(metric, request.variant);
      for (const { group, bucket, rows } of cells)
        table.at(group, bucket)[metric.id] = foldFigure(figure, rows, request.now);
    }
  }
  return table.rows();
}

function placed(metric: Metric, everything: Everything, request: MetricsRequest): PlacedRow[] {
  const { facts } = everything;
  switch (metric.kind) {
    case 'facts':
      return placeFacts(facts, request, { facts: metric.facts, anchor: anchorOf(metric, request.anchor) });
    case 'depth':
      return placeDepths(facts, request, spellsOf(metric));
    case 'agents':
      return placeAgentTime(everything, request);
    case 'fcr':
      return placeFirstSolutions(facts, request);
  }
}

interface Cell {
  bucket: number;
  group: string[];
  rows: Row[];
}

function cellsOf(rows: readonly PlacedRow[], starts: readonly number[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { row, at, group } of rows) {
    const bucket = starts.findLast((start) => start <= at)!;
    const key = JSON.stringify([bucket, group]);
    getOrInsert(cells, key, () => ({ bucket, group, rows: [] })).rows.push(row);
  }
  return [...cells.values()];
}
