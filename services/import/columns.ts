import type { Fault } from '../lib/errors.ts';

/** A row of the file as far as mappings look at it. */
export interface Row {
  /** Line of the file on which the row begins, from 1. */
  line: number;
  cells: readonly string[];
}

/** Reads one cell, without blanks around it. */
export type Cell = (row: Row) => string;

/**
 * Finds columns by what a mapping calls them: a name, `name#2` for the second column of that name,
 * `#5` for the fifth column.
 */
export interface Columns {
  /** The cell of a column. A column that is not there is noted in `faults`. */
  cell(reference: string): Cell;
  /** Everything that the header lacks or leaves open. */
  readonly faults: readonly Fault[];
}

/** Resolves against a header; all faults are collected, so that they can be shown at once. */
export function resolveColumns(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim());
  const faults = new Map<string, Fault>();

  /** The position, or why there is none. */
  function indexOf(reference: string): number | string {
    const [exact, second] = positionsOf(reference);
    if (second !== undefined) return `several columns have this name: say "${reference}#1" and so on`;
    if (exact !== undefined) return exact;
    const [, name, digits] = /^(.*)#(\d+)$/.exec(reference) ?? [];
    if (name === undefined) return 'there is no such column';
    const position = Number(digits) - 1;
    const index = name === '' ? position : positionsOf(name)[position];
    return index !== undefined && index in names ? index : 'there is no such column';
  }

  function positionsOf(name: string): number[] {
    return names.flatMap((each, index) => (each === name ? [index] : []));
  }

  return {
    cell(reference) {
      const index = indexOf(reference.trim());
      if (typeof index === 'number') return (row) => (row.cells[index] ?? '').trim();
      faults.set(reference, { path: reference, message: index });
      return () => '';
    },
    get faults() {
      return [...faults.values()];
    },
  };
}
