import { getOrInsert } from '../lib/get-or-insert.ts';
import type { Metric } from './definition/metric.ts';

/** A bucket of a group: its begin (UTC ms), the group's dimensions, a value a metric. */
export interface MetricsRow {
  bucket: number;
  group: string[];
  values: Record<string, number | null>;
}

/** Values by group and bucket. Every group has every bucket: where nothing counted, counts are 0, all else null. */
export interface Table {
  /** The values of a bucket of a group, to be filled in. */
  at(group: string[], bucket: number): Record<string, number | null>;
  /** By bucket, then by group. */
  rows(): MetricsRow[];
}

export function createTable(metrics: readonly Metric[], starts: readonly number[]): Table {
  const groups = new Map<string, { group: string[]; buckets: Map<number, MetricsRow['values']> }>();
  const empty = () => Object.fromEntries(metrics.map(({ id, unit }) => [id, unit === 'count' ? 0 : null]));
  const groupAt = (group: string[]) =>
    getOrInsert(groups, JSON.stringify(group), () => ({
      group,
      buckets: new Map(starts.map((start) => [start, empty()])),
    }));
  return {
    at(group, bucket) {
      const values = groupAt(group).buckets.get(bucket);
      if (values === undefined) throw new Error('a row lies outside of the buckets');
      return values;
    },
    rows() {
      const sorted = [...groups.values()].sort((a, b) => compare(a.group, b.group));
      return starts.flatMap((bucket) =>
        sorted.map(({ group, buckets }) => ({ bucket, group, values: buckets.get(bucket)! })),
      );
    },
  };
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}
