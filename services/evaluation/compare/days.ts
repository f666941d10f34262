import { type Moments, meanVariance, momentsOf } from '../../domain/statistics/mean.ts';

/** The two parts of a figure on one day. */
export interface DayParts {
  readonly part: number;
  readonly whole: number;
}

/**
 * A ratio of sums as a mean of days: with R the ratio of all days, each is worth R + (part - R whole) / mean whole. The
 * mean of these is R, and their spread is that of R from day to day, which what happened within a day together (a
 * surge, an outage) does not make smaller. Null where there is no whole.
 *
 * W. G. Cochran, "Sampling Techniques", 3rd edition (1977), sections 2.11 and 9.2: the ratio estimate, and units that
 * are clusters.
 */
export function ratioByDays(days: readonly DayParts[]): Moments | null {
  let [part, whole] = [0, 0];
  for (const day of days) {
    part += day.part;
    whole += day.whole;
  }
  if (whole <= 0) return null;
  const ratio = part / whole;
  return momentsOf(days.map((day) => ratio + ((day.part - ratio * day.whole) * days.length) / whole));
}

/** Fewer days do not tell how much days vary. */
const LEAST_DAYS = 7;
/** So many standard errors of a variance: chance alone comes so far about once in some hundred times. */
const ERRORS = 3;

/**
 * Whether a figure varies from day to day more than the number of its cases explains: then cases are not independent,
 * and a test of cases would find differences where there are none.
 *
 * @param cases variance of the figure were its cases independent
 */
export function varyByDays(days: Moments, cases: number): boolean {
  const variance = meanVariance(days);
  if (days.n < LEAST_DAYS || variance === null || cases <= 0) return false;
  return variance / cases > 1 + ERRORS * Math.sqrt(2 / (days.n - 1));
}
