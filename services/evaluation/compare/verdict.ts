import type { Interval } from '../../domain/statistics/interval.ts';
import type { ComparedMetric } from './compare.ts';

/**
 * What a comparison comes to: `changed` where neither way is better, `too_few` where nothing can be said: of too few
 * cases, or of a figure that has no test.
 */
export type Verdict = 'better' | 'worse' | 'changed' | 'no_difference' | 'too_few';

type Judged = Pick<ComparedMetric, 'a' | 'difference' | 'interval' | 'p' | 'significant'>;

export function verdictOf(row: Judged & Pick<ComparedMetric, 'metric'>): Verdict {
  if (row.p === null || row.difference === null) return 'too_few';
  if (!row.significant) return 'no_difference';
  const { direction } = row.metric;
  if (direction === 'neutral') return 'changed';
  return row.difference > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** The part of an interval on one side of zero: how far from zero it begins, and how long it is. */
interface Reach {
  readonly from: number;
  readonly length: number;
}

/**
 * A difference as a share of the value before, so that metrics of all units stand beside each other. The value before is
 * taken as it is, not as known by its interval only. `above` and `below` are what stacked bars are drawn of; amounts of
 * `below` are 0 or less.
 */
export interface RelativeDifference extends Interval {
  readonly difference: number;
  readonly above: Reach;
  readonly below: Reach;
}

/** Null where there is no interval, or where the value before is none that a share could be of: 0 or less. */
export function relativeDifference({ a, difference, interval }: Judged): RelativeDifference | null {
  const { value } = a;
  if (value === null || value <= 0 || difference === null || interval === null) return null;
  const [lower, upper] = [interval.lower / value, interval.upper / value];
  const above = { from: Math.max(lower, 0), length: Math.max(upper, 0) - Math.max(lower, 0) };
  const below = { from: Math.min(upper, 0), length: Math.min(lower, 0) - Math.min(upper, 0) };
  return { difference: difference / value, lower, upper, above, below };
}

/** Rows in the order in which they are worth reading: what was found, what was not, of what nothing can be said. */
export function byEffect<Row extends Judged>(rows: readonly Row[]): Row[] {
  const rank = ({ p, significant }: Judged) => (p === null ? 2 : significant ? 0 : 1);
  const size = (row: Judged) =>
    row.difference === null ? 0 : Math.abs(row.difference) / Math.abs(row.a.value || 1);
  return [...rows].sort((one, other) => rank(one) - rank(other) || size(other) - size(one));
}
