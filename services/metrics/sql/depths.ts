import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { DepthMetric } from '../catalogue/metric.ts';
import type { RangeRequest } from '../request.ts';
import type { Table } from '../table.ts';
import type { DepthRow } from './depth-query.ts';

/** Puts the rows of a depth query into the table: the number of one bucket holds until it changes. */
export function fillDepths(
  request: RangeRequest,
  metrics: readonly DepthMetric[],
  rows: readonly DepthRow[],
  table: Table,
): void {
  const groups = new Map<string, { group: string[]; rows: Map<number, DepthRow> }>();
  if (request.groupBy.length === 0) groups.set('[]', { group: [], rows: new Map() });
  for (const row of rows) {
    const group = request.groupBy.map((dimension) => String(row[dimension]));
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
