/**
 * What metrics are written in: terms (numbers) and conditions over the columns of a row. Plain values, so that one
 * definition can become SQL, be evaluated in memory, and be read by people (`../evaluate`).
 */

/**
 * Columns that hold words. `plan` is of agents' time: the activity planned, empty where there is none.
 */
export type TextColumn = 'fact' | 'state' | 'label' | 'plan';

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
