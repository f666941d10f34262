import type { Aggregate, Condition, Figure, Term } from '../metrics/definition/language.ts';
import { type Part, partsOf } from '../metrics/evaluate/parts.ts';
import { isWholeTerm } from '../metrics/evaluate/sql.ts';
import { steadyAfter } from './present.ts';

/** Durations whose percentiles are asked for. */
export interface Durations {
  of: Term;
  where: Condition;
}

/** The parts that a source needs for a figure; null where it keeps other things. */
export function rolledParts(source: { parts: readonly Part[] }, figure: Figure): Part[] | null {
  const parts = wholeParts(figure);
  return parts?.every((part) => source.parts.some((one) => samePart(one, part))) ? parts : null;
}

/** The parts of a figure; null where sums of whole numbers are not enough. */
export function wholeParts(figure: Figure): Part[] | null {
  const parts = partsOf(figure);
  if (!parts?.every(({ aggregate }) => isWhole(aggregate) || isOfSquares(aggregate))) return null;
  return parts.flatMap((part): Part[] =>
    isOfSquares(part.aggregate) ? [part, { ...part, high: true }] : [part],
  );
}

/** The durations that a figure is a percentile of; null where it is none. */
export function durationsOf(figure: Figure): Durations | null {
  return figure.kind === 'quantile' && isWholeTerm(figure.of) && steadyAfter(figure.where) !== null
    ? { of: figure.of, where: figure.where }
    : null;
}

export function samePart(a: Part, b: Part): boolean {
  return a.high === b.high && isSame(a.aggregate, b.aggregate);
}

export function sameDurations(a: Durations, b: Durations): boolean {
  return isSame([a.of, a.where], [b.of, b.where]);
}

/** Whether it is a sum of squares of whole numbers: never negative, and larger than one number holds. */
export function isOfSquares(aggregate: Aggregate): boolean {
  if (aggregate.kind !== 'sum' || typeof aggregate.of !== 'object') return false;
  const { operator, left, right } = aggregate.of;
  return (
    operator === '*' && isSame(left, right) && isWholeTerm(left) && steadyAfter(aggregate.where) !== null
  );
}

/** Each once. */
export function distinctOf<T>(all: readonly T[], same: (a: T, b: T) => boolean): T[] {
  return all.filter((one, i) => all.findIndex((other) => same(one, other)) === i);
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Scores may have fractions: their sums depend on the order. What is measured by the
 * present is another number each time it is asked; a condition on it says the same in the end, or is not kept.
 */
function isWhole(aggregate: Aggregate): boolean {
  return steadyAfter(aggregate.where) !== null && (!('of' in aggregate) || isWholeTerm(aggregate.of));
}
