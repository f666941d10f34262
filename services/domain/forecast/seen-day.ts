/** A day of the history against what was usual. */
export interface SeenDay {
  /** Values by place; what is odd is set to NaN. */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** What was usual at that place then. */
  readonly beside: (place: number) => number;
  /** Days since 1970. */
  readonly day: number;
}

/** Of two, the one that is known. */
export function orElse(value: number, other: number): number {
  return Number.isNaN(value) ? other : value;
}
