import type { Column, Target } from '../../../model.ts';
import { rowFilter } from './filter.ts';

export type Cell = string | number | null;

/** A named column with its values; `labels` tell series of one column apart. Times are UTC ms. */
export interface Field {
  readonly name: string;
  readonly type: Column['type'];
  readonly values: readonly Cell[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A table as it came for one target. */
export interface Frame {
  readonly refId: string;
  readonly fields: readonly Field[];
  readonly length: number;
}

type Row = Readonly<Record<string, unknown>>;

/** The value at a dotted path, undefined where the path ends early. */
export function at(value: unknown, path: string): unknown {
  if (path === '') return value;
  let here = value;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Row)[step];
  }
  return here;
}

function toCell(value: unknown, type: Column['type']): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'string') return String(value);
  const figure = type === 'timestamp' && typeof value === 'string' ? Date.parse(value) : Number(value);
  return Number.isFinite(figure) ? figure : null;
}

/** The rows at a path: none where it goes on in null, or in an item that a list does not have. */
function rowsAt(body: unknown, path: string): unknown[] {
  const found = at(body, path);
  if (Array.isArray(found)) return found;
  const steps = path.split('.');
  const isNothing = steps.some((step, depth) => {
    const before = at(body, steps.slice(0, depth).join('.'));
    return before === null || (Array.isArray(before) && Number(step) >= before.length);
  });
  return isNothing ? [] : [found];
}

/**
 * Reads the answer to a target as a table: a row an object of the list, or one row for a single object.
 *
 * @throws Error when the rows are not where the target says
 */
export function readFrame(target: Target, body: unknown): Frame {
  const rows = rowsAt(body, target.root_selector);
  if (rows.some((row) => typeof row !== 'object' || row === null))
    throw new Error(`no rows at "${target.root_selector || '/'}" in the answer`);
  const columns = target.columns.map((column) => ({
    ...column,
    values: rows.map((row) => toCell(at(row, column.selector), column.type)),
  }));
  const keeps = target.filterExpression ? rowFilter(target.filterExpression, columns) : () => true;
  const kept = rows.map((_, index) => index).filter(keeps);
  return {
    refId: target.refId,
    length: kept.length,
    fields: columns.map(({ text, type, values }) => ({
      name: text,
      type,
      values: kept.map((index) => values[index]!),
      labels: {},
    })),
  };
}
