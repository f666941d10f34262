import type { TableColumn } from './table-model.ts';

/** The most of the colour that a cell shows: text stays readable on it. */
const deepest = 0.5;

/**
 * How much of the colour (0..1) stands behind a figure in a table whose cells are coloured continuously: by its place
 * between the least and the greatest figure of all such columns.
 */
export function heatOf(
  columns: readonly TableColumn[],
): (column: TableColumn, value: unknown) => number | null {
  const hot = columns.filter(
    ({ field, settings }) => field.type === 'number' && settings.color?.mode.startsWith('continuous-'),
  );
  const figures = hot.flatMap(({ field }) => field.values.filter((value) => typeof value === 'number'));
  const low = Math.min(...figures);
  const high = Math.max(...figures);
  return (column, value) =>
    typeof value === 'number' && hot.includes(column)
      ? deepest * (high > low ? (value - low) / (high - low) : 0)
      : null;
}
