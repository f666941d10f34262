import type { FactName } from '../domain/measure/fact.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { type Aggregate, type Condition, depth } from './definition/language.ts';
import type { Metric } from './definition/metric.ts';
import type { RangeRequest } from './rows/source.ts';
import type { Table } from './table.ts';

/** What is asked of depths, whichever of them are wanted: each bucket needs the last of the one before. */
export const DEPTHS = [
  { id: 'last', figure: depth('last') },
  { id: 'peak', figure: depth('peak') },
  { id: 'peak_at', figure: depth('peak_at') },
] as const;

/** The depths of a group in a bucket in which they changed. */
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

/** What a depth counts: the spells of a fact for which a condition holds. */
export function spellsOf(metric: Metric): { fact: FactName; where: Condition } {
  return { fact: metric.facts[0]!, where: depthOf(metric).where };
}

/** Whether it is of one instant, the end of a bucket or of a range, and not of every instant of it. */
export function isOfEnd(metric: Metric): boolean {
  return metric.kind === 'depth' && depthOf(metric).value === 'last';
}

function depthOf({ id, figure }: Metric): Extract<Aggregate, { kind: 'depth' }> {
  if (figure.kind === 'depth') return figure;
  throw new Error(`${id} is no depth`);
}

/** Puts depths into the table: the number of one bucket holds until it changes. */
export function fillDepths(
  request: RangeRequest,
  metrics: readonly Metric[],
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
    let open = 0;
    for (const start of request.starts) {
      const row = byBucket.get(start);
      const begin = Math.max(start, request.from);
      const peak = row === undefined || row.peak <= open ? { peak: open, peak_at: begin } : row;
      open = row?.last ?? open;
      const values = table.at(group, start);
      for (const metric of metrics) {
        const { value } = depthOf(metric);
        values[metric.id] =
          value === 'last' ? open : value === 'peak' ? peak.peak : peak.peak > 0 ? peak.peak_at : null;
      }
    }
  }
}
