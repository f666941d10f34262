import { weeklyMedians } from './weeks.ts';

/** Weeks that a trend is judged by, and the least. */
const WEEKS = 12;
const LEAST_WEEKS = 6;
/** A slope of so many standard errors is taken as nothing, what is above it counts ever more: weeks are not independent. */
const DOUBT = 3;

/**
 * Change a day of the last weeks, a logarithm: the slope of weekly medians by least squares, shrunk towards none by how
 * well it stands out of their scatter.
 *
 * @param plain logarithms of daily ratios, NaN where unknown
 * @param since days before it do not count
 */
export function trendOf(plain: Float64Array, since: number): number {
  const weeks = Math.min(WEEKS, Math.floor((plain.length - since) / 7));
  if (weeks < LEAST_WEEKS) return 0;
  const medians = weeklyMedians(plain.subarray(plain.length - weeks * 7));
  let n = 0;
  let x = 0;
  let y = 0;
  for (let week = 0; week < weeks; week++) {
    if (Number.isNaN(medians[week]!)) continue;
    n++;
    x += week;
    y += medians[week]!;
  }
  if (n < LEAST_WEEKS) return 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let week = 0; week < weeks; week++) {
    if (Number.isNaN(medians[week]!)) continue;
    xx += (week - x / n) ** 2;
    xy += (week - x / n) * (medians[week]! - y / n);
    yy += (medians[week]! - y / n) ** 2;
  }
  const slope = xy / xx;
  const variance = Math.max(0, yy - slope * xy) / (n - 2) / xx;
  if (slope === 0) return 0;
  return (slope / 7) * Math.max(0, 1 - (DOUBT ** 2 * variance) / slope ** 2);
}
