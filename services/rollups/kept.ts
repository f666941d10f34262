import type { Aggregate, Condition, Figure, Term } from '../metrics/definition/language.ts';
import { type Part, partsOf } from '../metrics/evaluate/parts.ts';
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
  return parts?.every(({ aggregate }) => isWhole(aggregate)) ? parts : null;
}

/** The durations that a figure is a percentile of; null where it is none. */
export function durationsOf(figure: Figure): Durations | null {
  return figure.kind === 'quantile' && isWholeTerm(figure.of) && steadyAfter(figure.where) !== null
    ? { of: figure.of, where: figure.where }
    : null;
}

export function samePart(a: Part, b: Part): boolean {
  return isSame(a.aggregate, b.aggregate);
}

export function sameDurations(a: Durations, b: Durations): boolean {
  return isSame([a.of, a.where], [b.of, b.where]);
}

/** Each once. */
export function distinctOf<T>(all: readonly T[], same: (a: T, b: T) => boolean): T[] {
  return all.filter((one, i) => all.findIndex((other) => same(one, other)) === i);
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Scores may have fractions, and squares outgrow whole numbers: their sums depend on the order. What is measured by the
 * present is another number each time it is asked; a condition on it says the same in the end, or is not kept.
 */
function isWhole(aggregate: Aggregate): boolean {
  return steadyAfter(aggregate.where) !== null && (!('of' in aggregate) || isWholeTerm(aggregate.of));
}

/** A piece of an hour of an agent, and how many slots: of these products, sums do not outgrow whole numbers. */
function isSmall(term: Term): boolean {
  if (typeof term === 'object') return term.operator === 'least' && isSmall(term.left) && isSmall(term.right);
  return term === 'ms' || term === 'slots' || term === 'slots_busy';
}

function isWholeTerm(term: Term): boolean {
  if (typeof term === 'number') return Number.isInteger(term);
  if (typeof term !== 'object') return term !== 'score' && term !== 'now';
  if (term.operator === '*') return isSmall(term.left) && isSmall(term.right);
  return ['+', '-', 'least'].includes(term.operator) && isWholeTerm(term.left) && isWholeTerm(term.right);
}
