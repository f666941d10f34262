import { refKey } from '../../domain/timeline/conversation-key.ts';
import type {
  Aggregate,
  Comparison,
  Condition,
  Figure,
  NumberColumn,
  Operator,
  Term,
  TextColumn,
} from '../definition/language.ts';

/** A row in memory: those of the columns that its kind of rows has. Times are UTC ms. */
export type Row = Readonly<Partial<Record<NumberColumn, number> & Record<TextColumn, string>>> & {
  readonly conversation_id?: string;
  readonly stream?: string;
  /** UTC ms. */
  readonly opened_at?: number;
  /** Of depths: an instant at which the number of open spells changed, and how many are open from then on. */
  readonly t?: number;
  readonly depth?: number;
};

/**
 * A figure of rows in memory: the same number, to the last digit, as its SQL gives over these rows.
 *
 * @param now UTC ms
 */
export function foldFigure(figure: Figure, rows: readonly Row[], now: number): number | null {
  return figureOf(figure, (aggregate) => foldAggregate(aggregate, rows, now));
}

/** A figure made of its aggregates, as its SQL makes it. */
export function figureOf(figure: Figure, aggregate: (one: Aggregate) => number | null): number | null {
  const fold = (one: Figure) => figureOf(one, aggregate);
  switch (figure.kind) {
    case 'share':
    case 'ratio': {
      const part = fold(figure.part);
      const whole = fold(figure.whole);
      return part === null || whole === null || whole === 0 ? null : part / whole;
    }
    case 'plus':
      return together(fold(figure.left), fold(figure.right), (a, b) => a + b);
    case 'minus':
      return together(fold(figure.left), fold(figure.right), (a, b) => a - b);
    case 'times':
      return together(figure.factor, fold(figure.of), (a, b) => a * b);
    case 'at_least':
      return together(figure.bound, fold(figure.of), Math.max);
    case 'from':
      return (fold(figure.n) ?? 0) < figure.least ? null : fold(figure.of);
    default:
      return aggregate(figure);
  }
}

function together(a: number | null, b: number | null, operation: (a: number, b: number) => number) {
  return a === null || b === null ? null : operation(a, b);
}

function foldAggregate(aggregate: Aggregate, all: readonly Row[], now: number): number | null {
  if (aggregate.kind === 'depth') return foldDepth(aggregate.value, all);
  const rows = all.filter((row) => holds(aggregate.where, row, now));
  if (aggregate.kind === 'count') return rows.length;
  if (aggregate.kind === 'distinct') return new Set(rows.map(conversationOf)).size;
  if (aggregate.kind === 'mean' && isQuotient(aggregate.of)) return meanOfQuotients(aggregate.of, rows, now);
  const values = rows.map((row) => numberOf(aggregate.of, row, now));
  if (aggregate.kind === 'sum') return total(values);
  if (values.length === 0) return null;
  switch (aggregate.kind) {
    case 'mean':
      return total(values) / values.length;
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'quantile':
      return quantileOf(aggregate.level, values);
  }
}

function conversationOf({ conversation_id = '', stream = '', opened_at = 0 }: Row): string {
  return `${stream}/${refKey({ conversationId: conversation_id, openedAt: opened_at })}`;
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

type Quotient = Extract<Term, object>;

function isQuotient(term: Term): term is Quotient {
  return typeof term === 'object' && term.operator === '/';
}

/** As in SQL: exact sums for each divisor, then their quotients in the order of the divisors. */
function meanOfQuotients({ left, right }: Quotient, rows: readonly Row[], now: number): number | null {
  if (rows.length === 0) return null;
  const sums = new Map<number, number>();
  for (const row of rows) {
    const divisor = numberOf(right, row, now);
    sums.set(divisor, (sums.get(divisor) ?? 0) + numberOf(left, row, now));
  }
  const inOrder = [...sums].sort(([a], [b]) => a - b);
  return total(inOrder.map(([divisor, dividends]) => dividends / divisor)) / rows.length;
}

/** The median as the mean of the two middle values, any other by nearest rank. Of at least one value. */
export function quantileOf(level: number, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  if (level !== 0.5) return sorted[Math.ceil(level * sorted.length) - 1]!;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)]!;
  return lower + (upper - lower) / 2;
}

/** Rows are instants of change; of several equal peaks the first counts. */
function foldDepth(value: 'last' | 'peak' | 'peak_at', rows: readonly Row[]): number {
  const sorted = rows.toSorted((a, b) => a.t! - b.t!);
  if (value === 'last') return sorted.at(-1)!.depth!;
  const peak = sorted.reduce((a, b) => (b.depth! > a.depth! ? b : a));
  return value === 'peak' ? peak.depth! : peak.t!;
}

const COMPARISONS: Record<Comparison, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Whether a condition holds for a row, at `now` (UTC ms). */
export function holds(condition: Condition, row: Row, now: number): boolean {
  switch (condition.kind) {
    case 'every':
      return true;
    case 'is':
      return condition.values.includes(textOf(condition.column, row));
    case 'same': {
      const [a, b] = condition.columns;
      return textOf(a, row) === textOf(b, row);
    }
    case 'compare':
      return COMPARISONS[condition.comparison](
        numberOf(condition.left, row, now),
        numberOf(condition.right, row, now),
      );
    case 'not':
      return !holds(condition.of, row, now);
    case 'all':
      return condition.of.every((one) => holds(one, row, now));
    case 'any':
      return condition.of.some((one) => holds(one, row, now));
  }
}

const OPERATIONS: Record<Operator, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  least: Math.min,
};

function numberOf(term: Term, row: Row, now: number): number {
  if (typeof term === 'number') return term;
  if (term === 'now') return now;
  if (typeof term === 'object')
    return OPERATIONS[term.operator](numberOf(term.left, row, now), numberOf(term.right, row, now));
  const value = row[term];
  if (value === undefined) throw new Error(`these rows have no ${term}`);
  return value;
}

function textOf(column: TextColumn, row: Row): string {
  const value = row[column];
  if (value === undefined) throw new Error(`these rows have no ${column}`);
  return value;
}
