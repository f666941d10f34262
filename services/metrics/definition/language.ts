/**
 * What metrics are written in: terms (numbers) and conditions over the columns of a row, aggregates of many rows, and
 * figures made of aggregates. Plain values, so that one definition can become SQL, be evaluated in memory, and be read by
 * people (`../evaluate`).
 */

/**
 * Columns that hold words. `plan` is of agents' time: the activity planned, empty where there is none. `earlier` is for
 * roll-ups: what a fact says of those before it, in no row in memory.
 */
export type TextColumn = 'fact' | 'state' | 'label' | 'plan' | 'earlier';

/**
 * Columns that hold numbers; times are UTC ms. Of facts: `at` to `scale`. Of agents' time: `ms`, the length of a piece,
 * `slots` and `slots_busy`. Of first solutions: `ended_ms`, and `came_back` and `reopened`, 1 or 0.
 */
export type NumberColumn =
  | 'at'
  | 'value_ms'
  | 'business_ms'
  | 'target_ms'
  | 'hold_ms'
  | 'wrap_ms'
  | 'bot_ms'
  | 'bot_business_ms'
  | 'score'
  | 'scale'
  | 'ms'
  | 'slots'
  | 'slots_busy'
  | 'ended_ms'
  | 'came_back'
  | 'reopened';

export type Operator = '+' | '-' | '*' | '/' | 'least';

/** A number of a row. `now` is the instant of the question, UTC ms. */
export type Term = NumberColumn | 'now' | number | { operator: Operator; left: Term; right: Term };

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { kind: 'every' }
  | { kind: 'is'; column: TextColumn; values: readonly string[] }
  | { kind: 'same'; columns: readonly [TextColumn, TextColumn] }
  | { kind: 'compare'; left: Term; comparison: Comparison; right: Term }
  | { kind: 'all' | 'any'; of: readonly Condition[] }
  | { kind: 'not'; of: Condition };

/** Holds for every row. */
export const EVERY: Condition = { kind: 'every' };

/** The column has one of the values. */
export function is(column: TextColumn, ...values: string[]): Condition {
  return { kind: 'is', column, values };
}

/** Both columns have the same value. */
export function same(...columns: [TextColumn, TextColumn]): Condition {
  return { kind: 'same', columns };
}

export function compare(left: Term, comparison: Comparison, right: Term): Condition {
  return { kind: 'compare', left, comparison, right };
}

export function all(...of: Condition[]): Condition {
  return { kind: 'all', of: of.flatMap((one) => (one.kind === 'all' ? one.of : [one])) };
}

export function any(...of: Condition[]): Condition {
  return { kind: 'any', of: of.flatMap((one) => (one.kind === 'any' ? one.of : [one])) };
}

export function not(of: Condition): Condition {
  return { kind: 'not', of };
}

/** Such as `term('value_ms', '-', 'hold_ms')`. */
export function term(left: Term, operator: Operator, right: Term): Term {
  return { operator, left, right };
}

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
 * that is not said. Both are null where the whole is 0. `from` is null where there are fewer than `least` of `n`: a mean of two says little.
 */
export type Figure =
  | Aggregate
  | { kind: 'share' | 'ratio'; part: Figure; whole: Figure }
  | { kind: 'plus' | 'minus'; left: Figure; right: Figure }
  | { kind: 'times'; factor: number; of: Figure }
  | { kind: 'at_least'; bound: number; of: Figure }
  | { kind: 'from'; least: number; n: Figure; of: Figure };

export function count(where: Condition = EVERY): Aggregate {
  return { kind: 'count', where };
}

/**
 * How many distinct conversations have a row for which the condition holds. A ticket and a chat with the same id are two, as
 * they are where conversations are created, and so are two of one id that were opened on different days.
 */
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

export function from(least: number, n: Figure, of: Figure): Figure {
  return { kind: 'from', least, n, of };
}
