import { type Moments, meanOf, meanVariance, momentsOf } from '../../domain/statistics/mean.ts';

/** The two parts of a figure on one day, or in one week. */
export interface Parts {
  readonly part: number;
  readonly whole: number;
}

/**
 * A ratio of sums as a mean of days: with R the ratio of all days, each is worth R + (part - R whole) / mean whole. The
 * mean of these is R, and their spread is that of R from day to day, which what happened within a day together (a
 * surge, an outage) does not make smaller. The same of weeks. Null where there is no whole.
 *
 * W. G. Cochran, "Sampling Techniques", 3rd edition (1977), sections 2.11 and 9.2: the ratio estimate, and units that
 * are clusters.
 */
export function ratioBy(units: readonly Parts[]): Moments | null {
  let [part, whole] = [0, 0];
  for (const unit of units) {
    part += unit.part;
    whole += unit.whole;
  }
  if (whole <= 0) return null;
  const ratio = part / whole;
  return momentsOf(units.map((unit) => ratio + ((unit.part - ratio * unit.whole) * units.length) / whole));
}

/** Two weeks do not tell how much weeks vary. */
const LEAST_WEEKS = 3;

/**
 * The days of whole weeks, three and more, by weeks; null of others. Days of a week hang together, and weekdays differ
 * by themselves: weeks have neither in their spread (docs/decisions/statistics.md).
 */
export function weeksOf<Day>(days: readonly Day[]): Day[][] | null {
  const weeks = days.length / 7;
  if (weeks < LEAST_WEEKS || !Number.isInteger(weeks)) return null;
  return Array.from({ length: weeks }, (_, week) => days.slice(7 * week, 7 * week + 7));
}

/** A figure by days, and by weeks where they are whole; null where there is none. */
export interface ByTime {
  readonly days: Moments | null;
  readonly weeks: Moments | null;
}

/** Of a ratio. @param days consecutive ones */
export function ratioByTime(days: readonly Parts[]): ByTime {
  const weeks = weeksOf(days)?.map(together);
  return { days: ratioBy(days), weeks: weeks ? ratioBy(weeks) : null };
}

/** Of a figure that each day has; of weeks, the mean of their days. @param days consecutive ones */
export function meanByTime(days: readonly number[]): ByTime {
  const weeks = weeksOf(days)?.map((week) => meanOf(momentsOf(week))!);
  return { days: momentsOf(days), weeks: weeks ? momentsOf(weeks) : null };
}

const together = (days: readonly Parts[]): Parts => ({
  part: days.reduce((sum, { part }) => sum + part, 0),
  whole: days.reduce((sum, { whole }) => sum + whole, 0),
});

/** So many standard errors of a variance: chance alone comes so far about once in a hundred times. */
const ERRORS = 3;

/**
 * Whether a figure varies from day to day (or week to week) more than the number of its cases explains: then cases are
 * not independent, and a test of cases would find differences where there are none.
 *
 * @param cases variance of the figure were its cases independent
 */
export function varyMore(units: Moments, cases: number): boolean {
  const variance = meanVariance(units);
  if (units.n < LEAST_WEEKS || variance === null || cases <= 0) return false;
  return variance / cases > 1 + ERRORS * Math.sqrt(2 / (units.n - 1));
}
