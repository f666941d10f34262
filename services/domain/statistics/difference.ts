import type { Interval } from './interval.ts';

/**
 * How one figure differs from another that it is compared with (the period before, the group beside): the other minus
 * the base. What too few cases do not tell is null.
 */
export interface Difference {
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly test: TestName;
  /** Above 0 where the other is larger; null where the test has none. */
  readonly statistic: number | null;
  /** The chance of a difference at least as large, to either side, were there none in truth. */
  readonly p: number | null;
}

export type TestName =
  | 'fisher_exact'
  | 'pooled_z'
  | 'welch_t'
  | 'poisson_exact'
  | 'poisson_score'
  | 'bootstrap'
  | 'mann_whitney';

/** A test needs this many cases to be expected in each cell before it may take counts for normal (Cochran). */
export const EXPECTED_LEAST = 5;
