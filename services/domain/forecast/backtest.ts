import type { Grid } from './grid.ts';
import type { Expect, Model } from './model.ts';

const WEEK = 7;
/** Weeks before the first origin. */
const LEAST_WEEKS = 2;

/** Origins a week apart, each with a whole week of history after it, ascending: the last `most` of them. */
export function foldsOf(past: number, most: number): number[] {
  const folds = Math.max(0, Math.min(most, Math.floor(past / WEEK) - LEAST_WEEKS));
  return Array.from({ length: folds }, (_, i) => past - (folds - i) * WEEK);
}

/** How a model did on the weeks after each origin, of which it knew nothing. */
export interface Trial {
  readonly method: string;
  /** Of each fold seven days of values by place: what was forecast, known events included. */
  readonly forecasts: readonly Float64Array[];
  readonly expects: readonly Expect[];
  /** Sum of absolute errors / sum of actuals, over all folds; null where nothing came. */
  readonly wape: number | null;
  /**
   * Mean Poisson deviance, by which the best is chosen: unlike absolute errors it does not reward a forecast of 0 where
   * a contact comes every other hour, for its least is at the mean.
   */
  readonly deviance: number;
}

export function tryModel(grid: Grid, model: Model, origins: readonly number[]): Trial {
  const { perDay } = grid;
  const forecasts: Float64Array[] = [];
  const expects: Expect[] = [];
  let errors = 0;
  let actuals = 0;
  let deviance = 0;
  let count = 0;
  for (const origin of origins) {
    const expect = model.at(origin);
    const week = new Float64Array(WEEK * perDay);
    for (let ahead = 0; ahead < WEEK; ahead++) {
      const day = origin + ahead;
      const values = week.subarray(ahead * perDay, (ahead + 1) * perDay);
      expectWithEvents(grid, expect, day, values);
      for (let place = 0; place < perDay; place++) {
        const actual = grid.values[day * perDay + place]! * grid.factors[day]!;
        if (Number.isNaN(actual)) continue;
        errors += Math.abs(actual - values[place]!);
        actuals += actual;
        deviance += devianceOf(actual, values[place]!);
        count++;
      }
    }
    forecasts.push(week);
    expects.push(expect);
  }
  return {
    method: model.method,
    forecasts,
    expects,
    wape: actuals > 0 ? errors / actuals : null,
    deviance: count > 0 ? deviance / count : 0,
  };
}

/** A contact where none was expected is a surprise, not an impossibility. */
const LEAST = 0.01;

function devianceOf(actual: number, forecast: number): number {
  const mean = Math.max(LEAST, forecast);
  return 2 * ((actual > 0 ? actual * Math.log(actual / mean) : 0) - actual + mean);
}

/** What is expected of a day, times what known events make of it. */
export function expectWithEvents(grid: Grid, expect: Expect, day: number, into: Float64Array): void {
  expect(day, into);
  const factor = grid.factors[day]!;
  if (factor !== 1) for (let place = 0; place < into.length; place++) into[place]! *= factor;
}
