import type { SortBy } from '../../../model.ts';
import type { Cell, Frame } from './frame.ts';

/** Order of two cells: figures by size, texts by letters; what is absent comes last, whichever way. */
export function compareCells(a: Cell, b: Cell, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return descending ? -order : order;
}

/** Carries out `sortBy`: the rows of each table in the order of one field's values. */
export function sortFrame(frame: Frame, transformations: readonly SortBy[] = []): Frame {
  const rule = transformations[0]?.options.sort[0];
  const values = frame.fields.find(({ name }) => name === rule?.field)?.values;
  if (!rule || !values) return frame;
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  rows.sort((one, two) => compareCells(values[one]!, values[two]!, rule.desc));
  return {
    ...frame,
    fields: frame.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row]!) })),
  };
}
