import { type Condition, EVERY, type Term } from './expression.ts';

/**
 * One number made of many rows. `where` says which rows count. Of no rows a count, a sum and a distinct count are 0,
 * all else is null. `quantile` is exact: the median is the mean of the two middle values, any other the nearest rank.
 */
export type Aggregate =
  | { kind: 'count'; where: Condition }
  /** Distinct conversations. */
  | { kind: 'distinct'; where: Condition }
  | { kind: 'sum' | 'mean' | 'min' | 'max'; of: Term; where: Condition }
  | { kind: 'quantile'; level: number; of: Term; where: Condition }
  /** Spells that are open: at the end of the bucket, at most at one of its instants, and when that was first (UTC ms). */
  | { kind: 'depth'; value: 'last' | 'peak' | 'peak_at'; where: Condition };

/**
 * How a metric is made of aggregates. A `share` is a ratio whose part is among its whole, case by case; of a `ratio`
 * that is not said. Both are null where the whole is 0.
 */
export type Figure =
  | Aggregate
  | { kind: 'share' | 'ratio'; part: Figure; whole: Figure }
  | { kind: 'plus' | 'minus'; left: Figure; right: Figure }
  | { kind: 'times'; factor: number; of: Figure }
  | { kind: 'at_least'; bound: number; of: Figure };

export function count(where: Condition = EVERY): Aggregate {
  return { kind: 'count', where };
}

/** How many distinct conversations have a row for which the condition holds. */
export function distinct(where: Condition = EVERY): Aggregate {
  return { kind: 'distinct', where };
}

export function sum(of: Term, where: Condition = EVERY): Aggregate {
  return { kind: 'sum', of, where };
}

export function mean(of: Term, where: Condition = EVERY): Aggregate {
  return { kind: 'mean', of, where };
}

export function min(of: Term, where: Condition = EVERY): Aggregate {
  return { kind: 'min', of, where };
}

export function max(of: Term, where: Condition = EVERY): Aggregate {
  return { kind: 'max', of, where };
}

/** @param level 0 to 1 */
export function quantile(level: number, of: Term, where: Condition = EVERY): Aggregate {
  return { kind: 'quantile', level, of, where };
}

export function depth(value: 'last' | 'peak' | 'peak_at', where: Condition = EVERY): Aggregate {
  return { kind: 'depth', value, where };
}

export function share(part: Figure, whole: Figure): Figure {
  return { kind: 'share', part, whole };
}

export function ratio(part: Figure, whole: Figure): Figure {
  return { kind: 'ratio', part, whole };
}

export function plus(left: Figure, right: Figure): Figure {
  return { kind: 'plus', left, right };
}

export function minus(left: Figure, right: Figure): Figure {
  return { kind: 'minus', left, right };
}

export function times(factor: number, of: Figure): Figure {
  return { kind: 'times', factor, of };
}

export function atLeast(bound: number, of: Figure): Figure {
  return { kind: 'at_least', bound, of };
}
