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
  return momentsOfDays(days.map((day) => ratio + ((day.part - ratio * day.whole) * days.length) / whole));
}

/** From so many weeks on weekdays are told apart. */
const LEAST_WEEKS = 3;

/**
 * Moments of the values of consecutive days. That Mondays are not like Sundays is no chance: of whole weeks, three and
 * more, each value is taken from the mean of its weekday, and the spread is what is left, of n - 7 degrees of freedom.
 * The mean stays the mean of all: weeks hold each weekday as often, so that the variance of the mean is that of a
 * stratified sample (Cochran, section 5.3), and the degrees that a test takes, n - 1, are a few too many.
 */
export function momentsOfDays(values: readonly number[]): Moments {
  const weeks = values.length / 7;
  if (weeks < LEAST_WEEKS || !Number.isInteger(weeks)) return momentsOf(values);
  const weekdays = [0, 0, 0, 0, 0, 0, 0];
  let sum = 0;
  values.forEach((value, i) => {
    weekdays[i % 7]! += value / weeks;
    sum += value;
  });
  const mean = sum / values.length;
  const scale = Math.sqrt((values.length - 1) / (values.length - 7));
  return momentsOf(values.map((value, i) => mean + (value - weekdays[i % 7]!) * scale));
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
