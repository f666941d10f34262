import { normalReach, tReach } from '../../domain/statistics/distributions.ts';
import { LEVEL } from '../../domain/statistics/interval.ts';
import { type Moments, meanOf, meanVariance, momentsOf } from '../../domain/statistics/mean.ts';
import { type Sample, sampleOf, valueAt } from '../../domain/statistics/sample.ts';

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

/**
 * As few values, spread evenly over the ranks of a sample, as tell no more of a quantile than its days (or weeks) do: the
 * number of values over the design effect, how much more the share below the quantile varies by days than among
 * independent values; and less by how much wider Student's t of so few days is than the normal distribution.
 *
 * L. Kish, "Survey Sampling" (1965), section 8.2; R. S. Woodruff, "Confidence intervals for medians and other position
 * measures", JASA 47 (1952), 635-646: limits of a quantile from those of the share below it.
 *
 * @param units the share below the quantile by days or weeks
 * @param cases variance of that share were its values independent
 * @returns null where days are too few
 */
export function thinned(sample: Sample, units: Moments, cases: number): Sample | null {
  const variance = meanVariance(units);
  if (units.n < LEAST_WEEKS || variance === null || sample.n === 0) return null;
  const effect = cases > 0 ? Math.max(1, variance / cases) : 1;
  const wider = (tReach(LEVEL, units.n - 1) / normalReach(LEVEL)) ** 2;
  const count = Math.floor(sample.n / effect / wider);
  return sampleOf(
    Array.from({ length: count }, (_, i) => valueAt(sample, ((i + 0.5) * sample.n) / count + 0.5)),
  );
}
