/** What a way of forecasting expects of a day, before known events: a value a place. */
export type Expect = (day: number, into: Float64Array) => void;

/** A way of forecasting. */
export interface Model {
  readonly method: string;
  /**
   * Forecasts days from `origin` on. It has looked at nothing from that day on. Origins are asked for in order of time.
   *
   * @param origin a day of the grid
   */
  at(origin: number): Expect;
}
