import { tReach } from '../statistics/distributions.ts';
import { type Interval, LEVEL } from '../statistics/interval.ts';
import { meanVariance, momentsOf } from '../statistics/mean.ts';
import { type Amount, meanOf, sumOf } from './past-weeks.ts';

/** Where a figure will be at the end of its period. */
export interface Projection {
  readonly value: number;
  /** Limits at 95 %; null where the past weeks do not tell how much weeks vary: they are too few, or all alike. */
  readonly interval: Interval | null;
}

/** Two weeks do not tell how much weeks vary. */
const LEAST_WEEKS = 3;
/** Weeks that differ by less are alike but for floating point. */
const ROUNDING = 1e-9;

/**
 * The same figure with what the rest of the period adds. A total: what there is and what is expected. A rate or a mean:
 * the parts of both over the cases of both, so that what is so far weighs by its cases and the past by those expected.
 *
 * The interval is that of a sum of weeks still to come, each as far from the mean as the weeks of the past were, and of
 * that mean itself, which a few weeks gave: with e what a week brings (of a ratio R: part - R whole, as ratio estimates
 * have it, W. G. Cochran, "Sampling Techniques", 3rd edition (1977), section 2.11), the variance is the sum over the
 * weeks to come of s²(e), and s² of their sum over the number of weeks of the past; Student's t of one less than these.
 * What has been measured is certain: of a period that has ended the limits are the value itself.
 *
 * @param soFar what was measured in the period
 * @param rest by weeks to come: what each week of the past brought on these days (`restByWeek`)
 * @param bounds what the figure cannot leave
 * @returns null where no week of the past is known, and of a rate or mean where it has no cases
 */
export function project(
  kind: 'total' | 'level',
  soFar: Amount,
  rest: readonly (readonly Amount[])[],
  bounds: Interval,
): Projection | null {
  const isOver = rest.length === 0;
  const weeks = rest[0]?.length ?? 0;
  if (!isOver && weeks === 0) return null;
  const whole = sumOf([soFar, ...rest.map(meanOf)]);
  const divisor = kind === 'total' ? 1 : whole.whole;
  if (divisor === 0) return null;
  const value = clip(whole.part / divisor, bounds);
  if (isOver) return { value, interval: { lower: value, upper: value } };
  const errorOf = (one: Amount) => (kind === 'total' ? one.part : one.part - value * one.whole);
  const variance = errorVariance(rest.map((block) => block.map(errorOf)));
  const half = (tReach(LEVEL, Math.max(1, weeks - 1)) * Math.sqrt(variance)) / divisor;
  if (weeks < LEAST_WEEKS || half <= ROUNDING * Math.abs(value)) return { value, interval: null };
  return { value, interval: { lower: clip(value - half, bounds), upper: clip(value + half, bounds) } };
}

/** @param errors by weeks to come and weeks of the past */
function errorVariance(errors: readonly (readonly number[])[]): number {
  const [first = []] = errors;
  const sums = first.map((_, week) => errors.reduce((sum, block) => sum + block[week]!, 0));
  const ofOne = errors.reduce((sum, block) => sum + block.length * varianceOfMean(block), 0);
  return ofOne + varianceOfMean(sums);
}

/** s²/n. */
const varianceOfMean = (values: readonly number[]) => meanVariance(momentsOf(values)) ?? 0;

const clip = (value: number, { lower, upper }: Interval) => Math.min(upper, Math.max(lower, value));
