import type { Dimension } from './definition/metric.ts';
import type { Filters } from './filters.ts';

/** What all queries over time have in common. */
export interface RangeRequest {
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  /** UTC ms: running targets are breached if they were due before. */
  now: number;
  /** Begins of the buckets, ascending, the first at or before `from`. */
  starts: readonly number[];
  groupBy: readonly Dimension[];
  filters: Filters;
}
