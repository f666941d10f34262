/**
 * A mixed-integer linear programme: the least `cost · x` with `lower <= x <= upper`, whole numbers where `integer` is 1,
 * and `rowLower <= A x <= rowUpper`. The rows of A lie one after the other: row i has the entries from `rowStarts[i]` up
 * to before `rowStarts[i + 1]`.
 */
export interface Programme {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly integer: Int32Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly rowStarts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

export interface SolveOptions {
  /** Values of all columns to begin with; kept to if nothing better is found. */
  readonly start: Float64Array;
  /** Ends with the best found so far after this time, ms. */
  readonly limitMs: number;
  /** Ends once the best is within this share of the bound. */
  readonly gap: number;
  /** Ends once the best costs no more than this. */
  readonly target?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Solution {
  /** The best that was found; null where nothing was. */
  readonly values: ArrayLike<number> | null;
  /** No solution costs less; null where nothing is known. */
  readonly bound: number | null;
  readonly tookMs: number;
}

/**
 * Solves a programme. Rejects with the reason of the signal where it is aborted; that time ran out is no fault.
 */
export type Solve = (programme: Programme, options: SolveOptions) => Promise<Solution>;

/** A column and its coefficient in a row. */
export type Entry = readonly [column: number, value: number];

/** Collects columns and rows. */
export interface ProgrammeBuilder {
  /** Gives the index of the new column. */
  column(column: { cost?: number; upper?: number; integer?: boolean }): number;
  row(lower: number, entries: readonly Entry[], upper: number): void;
  build(): Programme;
}

export function createProgramme(): ProgrammeBuilder {
  const cost: number[] = [];
  const upper: number[] = [];
  const integer: number[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const rowStarts: number[] = [0];
  const columns: number[] = [];
  const values: number[] = [];
  return {
    column(column) {
      cost.push(column.cost ?? 0);
      upper.push(column.upper ?? Number.POSITIVE_INFINITY);
      integer.push(column.integer ? 1 : 0);
      return cost.length - 1;
    },
    row(lower, entries, most) {
      for (const [column, value] of entries) {
        columns.push(column);
        values.push(value);
      }
      rowLower.push(lower);
      rowUpper.push(most);
      rowStarts.push(columns.length);
    },
    build: () => ({
      cost: Float64Array.from(cost),
      lower: new Float64Array(cost.length),
      upper: Float64Array.from(upper),
      integer: Int32Array.from(integer),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      rowStarts: Int32Array.from(rowStarts),
      columns: Int32Array.from(columns),
      values: Float64Array.from(values),
    }),
  };
}
