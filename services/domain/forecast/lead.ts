import { expectWithEvents, type Trial } from './backtest.ts';
import type { Grid } from './grid.ts';

const WEEK = 7;
/** Folds that must reach as far ahead for a widening to be measured. */
const LEAST_FOLDS = 3;

/**
 * How much larger errors are that many weeks ahead than in the first week, measured on the same folds; never less than
 * one week nearer, and beyond what the history can show growing as up to there.
 *
 * @param weeks how far, at least 1
 * @returns a factor a week, the first is 1
 */
export function widening(grid: Grid, trial: Trial, origins: readonly number[], weeks: number): number[] {
  const factors = [1];
  const buffer = new Float64Array(grid.perDay);
  let measured = 0;
  for (let week = 1; week < weeks; week++) {
    const folds = origins.filter((origin) => origin + (week + 1) * WEEK <= grid.past).length;
    let factor = factors[measured]!;
    if (folds >= LEAST_FOLDS && measured === week - 1) {
      const near = errorOf(grid, trial, origins, folds, 0, buffer);
      const far = errorOf(grid, trial, origins, folds, week, buffer);
      if (near > 0 && Number.isFinite(far)) factor = Math.max(factor, far / near);
      measured = week;
    } else if (measured > 0) {
      factor = 1 + ((factor - 1) * week) / measured;
    }
    factors.push(factor);
  }
  return factors;
}

function errorOf(
  grid: Grid,
  trial: Trial,
  origins: readonly number[],
  folds: number,
  week: number,
  buffer: Float64Array,
): number {
  let errors = 0;
  let actuals = 0;
  for (let fold = 0; fold < folds; fold++) {
    const from = origins[fold]! + week * WEEK;
    for (let day = from; day < from + WEEK; day++) {
      expectWithEvents(grid, trial.expects[fold]!, day, buffer);
      for (let place = 0; place < grid.perDay; place++) {
        const actual = grid.values[day * grid.perDay + place]! * grid.factors[day]!;
        if (Number.isNaN(actual)) continue;
        errors += Math.abs(actual - buffer[place]!);
        actuals += actual;
      }
    }
  }
  return actuals > 0 ? errors / actuals : Number.NaN;
}
