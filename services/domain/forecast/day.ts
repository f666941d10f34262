/**
 * A day on the wall calendar of a zone, cut into intervals. Most days have `perDay` of them (48 half-hours); where the
 * clocks are set, a day has more or fewer (46 to 50), and two intervals may show the same time on the clock.
 */
export interface Day {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 1 is Monday. */
  readonly weekday: number;
  /** Begins of its intervals, UTC ms, ascending. */
  readonly starts: readonly number[];
  /** What the clock shows at the begin of each interval, as a place in a plain day: 0 to `perDay` - 1. */
  readonly places: readonly number[];
}

/** What was counted or measured on a day: a value an interval; null where nothing is known. */
export interface ObservedDay extends Day {
  readonly values: readonly (number | null)[];
}
