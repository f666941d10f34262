/** Numbered places for things that come and go: a place that became free is taken again first. */
export interface Places {
  take(): number;
  free(place: number): void;
  /** Places from here on were never taken. */
  readonly end: number;
}

export function createPlaces(): Places {
  const gaps: number[] = [];
  let end = 0;
  return {
    take: () => gaps.pop() ?? end++,
    free: (place) => void gaps.push(place),
    get end() {
      return end;
    },
  };
}

/** An array of at least `length`, with the same beginning; a quarter longer than needed, so that it seldom moves. */
export function atLeast<Column extends Uint8Array | Uint32Array | Float64Array>(
  column: Column,
  length: number,
): Column {
  if (column.length >= length) return column;
  const Kind = column.constructor as new (length: number) => Column;
  const grown = new Kind(Math.max(1_024, Math.ceil(length * 1.25)));
  grown.set(column);
  return grown;
}
