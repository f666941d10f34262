import { quantileOf } from '../../metrics/evaluate/fold.ts';

/** What is told of the values that an interval of the week had, week by week. */
export const STATISTICS = ['mean', 'min', 'p10', 'p50', 'p90', 'max'] as const;
export type Statistic = (typeof STATISTICS)[number];

const LEVELS: Readonly<Record<Exclude<Statistic, 'mean'>, number | 'min' | 'max'>> = {
  min: 'min',
  p10: 0.1,
  p50: 0.5,
  p90: 0.9,
  max: 'max',
};

/** Percentiles are those of the catalogue: the median between the two middle values, others by nearest rank. Null of none. */
export function statisticOf(statistic: Exclude<Statistic, 'mean'>, values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const level = LEVELS[statistic];
  return typeof level === 'number' ? quantileOf(level, values) : Math[level](...values);
}
