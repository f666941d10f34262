import { type Aggregate, all, compare, count, type Figure } from '../../metrics/definition/language.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import type { IntervalParts } from '../../metrics/evaluate/interval.ts';
import { evidenceOf } from '../evidence.ts';

export type Quantile = Extract<Aggregate, { kind: 'quantile' }>;

/**
 * What a metric's periods are compared by: the cases that a rate or a mean is made of; the values of a quantile; its
 * figure on each day (contacts come in surges, so counts are of days); the two parts of a ratio on each day; or nothing,
 * as there is no test of an extreme.
 */
export type Measure =
  | { readonly kind: 'cases'; readonly parts: IntervalParts }
  | { readonly kind: 'quantile'; readonly of: Quantile }
  | { readonly kind: 'daily'; readonly isTotal: boolean }
  | { readonly kind: 'ratio'; readonly part: Figure; readonly whole: Figure }
  | { readonly kind: 'none' };

export function measureOf(metric: Metric): Measure {
  const evidence = evidenceOf(metric);
  switch (evidence.kind) {
    case 'rate':
    case 'mean':
      return { kind: 'cases', parts: evidence };
    case 'quantile':
      return evidence;
    case 'time':
    case 'none':
      return ofDays(metric);
  }
}

/** Time that was spent, and counts, are known and not sampled: what is sampled is the days. */
function ofDays({ kind, figure, unit }: Metric): Measure {
  if (kind === 'depth') return unit === 'time' ? { kind: 'none' } : { kind: 'daily', isTotal: false };
  switch (figure.kind) {
    case 'count':
    case 'distinct':
    case 'sum':
      return { kind: 'daily', isTotal: true };
    case 'share':
    case 'ratio':
      return { kind: 'ratio', part: figure.part, whole: figure.whole };
    default:
      return { kind: 'none' };
  }
}

/** The figures that say how many cases there are, by their names, beside the metric's own. */
export function partsOf(measure: Measure): Readonly<Record<string, Figure>> {
  switch (measure.kind) {
    case 'cases': {
      const { kind, ...figures } = measure.parts;
      return figures;
    }
    case 'ratio':
      return { part: measure.part, whole: measure.whole };
    default:
      return {};
  }
}

/** Of the values of a quantile, how many there are and how many are at most `value`. */
export const partsBelow = ({ of, where }: Quantile, value: number): Readonly<Record<string, Figure>> => ({
  n: count(where),
  successes: count(all(where, compare(of, '<=', value))),
});
