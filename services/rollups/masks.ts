import type { Cut, CutColumn } from './cuts.ts';

/** SQL of the names of cuts, to make a row of each. */
export const listOf = (cuts: readonly Cut[]) => `[${cuts.map(({ name }) => `'${name}'`).join(', ')}]`;

export const maskedNames = (columns: readonly CutColumn[]) =>
  columns.map((column) => `c_${column}`).join(', ');

/** SQL of dimensions in a cut: empty where the cut does not tell them apart. */
export function masked(cuts: readonly Cut[], dimensions: readonly CutColumn[]): string {
  return dimensions
    .map((column) => {
      const names = cuts.filter(({ columns }) => columns.includes(column)).map(({ name }) => `'${name}'`);
      if (names.length === 0) return `'' AS c_${column}`;
      return `if(cut IN (${names.join(', ')}), ${column}::String, '') AS c_${column}`;
    })
    .join(', ');
}
