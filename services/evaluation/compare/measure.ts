import {
  type Aggregate,
  all,
  compare,
  count,
  type Figure,
  plus,
  times,
} from '../../metrics/definition/language.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import { type IntervalParts, intervalParts } from '../../metrics/evaluate/interval.ts';

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

export function measureOf({ kind, figure, unit }: Metric): Measure {
  if (kind === 'depth') return unit === 'time' ? { kind: 'none' } : { kind: 'daily', isTotal: false };
  const parts = intervalParts(figure) ?? ofBalance(figure);
  if (parts !== null) return { kind: 'cases', parts };
  switch (figure.kind) {
    case 'quantile':
      return { kind: 'quantile', of: figure };
    case 'count':
    case 'distinct':
    case 'sum':
      return { kind: 'daily', isTotal: true };
    case 'ratio':
      return ofRatio(figure.part, figure.whole);
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

const isCount = (figure: Figure) => figure.kind === 'count' || figure.kind === 'distinct';

/** A balance of counts, such as NPS, is a mean of cases that are worth `factor`, minus that, or nothing. */
function ofBalance(figure: Figure): IntervalParts | null {
  if (figure.kind !== 'ratio' || figure.part.kind !== 'times' || !isCount(figure.whole)) return null;
  const { factor, of } = figure.part;
  if (of.kind !== 'minus' || !isCount(of.left) || !isCount(of.right)) return null;
  const squares = times(factor * factor, plus(of.left, of.right));
  return { kind: 'mean', n: figure.whole, sum: figure.part, squares };
}

/**
 * Conversations reopened of conversations solved are a rate but for the few that were solved in another period; where
 * these are too many, and where agents' time is what is divided, days are compared.
 */
function ofRatio(part: Figure, whole: Figure): Measure {
  return isCount(part) && isCount(whole)
    ? { kind: 'cases', parts: { kind: 'rate', n: whole, successes: part } }
    : { kind: 'ratio', part, whole };
}
