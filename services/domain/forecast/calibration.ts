import type { Trial } from './backtest.ts';
import type { Grid } from './grid.ts';
import { type Borders, type Errors, type Intervals, intervalsOf } from './intervals.ts';
import { widening } from './lead.ts';

/** How sure a forecast is, by its backtest. */
export interface Calibration {
  readonly intervals: Intervals;
  /** A factor a week ahead, the first is 1. */
  readonly widening: readonly number[];
  readonly coverage80: number | null;
  readonly coverage95: number | null;
}

/** Half of these must tell enough of the other half. */
const LEAST_FOLDS = 4;

/** Special days are few, and each is a little its own way: their errors are so much larger. */
const SPECIAL = 2;

/** How much wider the intervals of a day are for what it is. */
export function widenOf(grid: Grid, day: number): number {
  return grid.ordinary[day] === 0 ? SPECIAL : 1;
}

/** @param weeks that are forecast */
export function calibrate(grid: Grid, trial: Trial, origins: readonly number[], weeks: number): Calibration {
  const intervals = intervalsOf(errorsOf(grid, trial, origins, () => true));
  const factors = widening(grid, trial, origins, Math.max(1, weeks));
  if (origins.length < LEAST_FOLDS) {
    return { intervals, widening: factors, coverage80: null, coverage95: null };
  }
  const counts = { all: 0, within80: 0, within95: 0 };
  for (const parity of [0, 1]) {
    const learned = intervalsOf(errorsOf(grid, trial, origins, (fold) => fold % 2 !== parity));
    count(
      errorsOf(grid, trial, origins, (fold) => fold % 2 === parity),
      learned,
      counts,
    );
  }
  return {
    intervals,
    widening: factors,
    coverage80: counts.all > 0 ? counts.within80 / counts.all : null,
    coverage95: counts.all > 0 ? counts.within95 / counts.all : null,
  };
}

/** Forecasts and actuals of some folds. */
function errorsOf(
  grid: Grid,
  trial: Trial,
  origins: readonly number[],
  wanted: (fold: number) => boolean,
): Errors {
  const { perDay } = grid;
  const forecasts = new Float64Array(origins.length * 7 * perDay);
  const actuals = new Float64Array(forecasts.length);
  const widen = new Float64Array(forecasts.length);
  let count = 0;
  origins.forEach((origin, fold) => {
    if (!wanted(fold)) return;
    const week = trial.forecasts[fold]!;
    for (let i = 0; i < week.length; i++) {
      const day = origin + Math.floor(i / perDay);
      const actual = grid.values[origin * perDay + i]! * grid.factors[day]!;
      if (Number.isNaN(actual)) continue;
      forecasts[count] = week[i]!;
      widen[count] = widenOf(grid, day);
      actuals[count++] = actual;
    }
  });
  return { forecasts, actuals, widen, count };
}

function count(
  { forecasts, actuals, widen, count }: Errors,
  intervals: Intervals,
  counts: { all: number; within80: number; within95: number },
): void {
  const borders: Borders = { lower80: 0, upper80: 0, lower95: 0, upper95: 0 };
  for (let i = 0; i < count; i++) {
    intervals(forecasts[i]!, widen[i]!, borders);
    const actual = actuals[i]!;
    counts.all++;
    if (actual >= borders.lower80 && actual <= borders.upper80) counts.within80++;
    if (actual >= borders.lower95 && actual <= borders.upper95) counts.within95++;
  }
}
