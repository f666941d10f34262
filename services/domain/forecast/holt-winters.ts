import type { Grid } from './grid.ts';
import type { Model } from './model.ts';
import { type Shapes, shapesOf } from './special-days.ts';

/** How fast level, trend, daily and weekly season follow the errors; a step is an interval. */
export interface Speeds {
  readonly level: number;
  readonly trend: number;
  readonly daily: number;
  readonly weekly: number;
}

/** Slow and fast; the backtest chooses. */
export const SPEEDS: readonly Speeds[] = [
  { level: 0.002, trend: 0, daily: 0.01, weekly: 0.1 },
  { level: 0.002, trend: 0, daily: 0.01, weekly: 0.2 },
  { level: 0.005, trend: 0.001, daily: 0.02, weekly: 0.15 },
];

interface State {
  readonly level: number;
  /** Change an interval. */
  readonly trend: number;
  /** By place. */
  readonly daily: Float64Array;
  /** By weekday and place, as the two after it. */
  readonly weekly: Float64Array;
  readonly variance: Float64Array;
  /** Weeks in a row without anything. */
  readonly zeros: Uint8Array;
}

/** A trend loses a tenth a week. */
const DAMPING_A_WEEK = 0.9;
/** Errors beyond this many mean absolute errors count as this many. */
const CLIP = 4;
/** A place that had nothing for so many weeks, and next to nothing in comparison with the busiest, is closed. */
const CLOSED_WEEKS = 4;
const CLOSED_SHARE = 0.005;

/**
 * Holt-Winters with an additive daily and weekly season (Taylor, "Short-term electricity demand forecasting using double
 * seasonal exponential smoothing", 2003) and a damped trend, in the form of error correction, on square roots, where
 * counts have about the same variance everywhere. Wild errors are clipped (Gelper, Fried and Croux, 2010); unknown
 * values and special days leave the state as it is. One walk serves all origins.
 *
 * @param origins days of the grid, ascending
 */
export function holtWinters(grid: Grid, origins: readonly number[], speeds: Speeds): Model {
  const states = walk(grid, origins, speeds);
  return {
    method: 'holt-winters',
    at(origin) {
      const state = states.get(origin)!;
      const byWeek = new Map<number, Shapes>();
      return (day, into) => {
        const week = Math.floor((day - origin) / 7);
        const shapes = byWeek.get(week) ?? shapesOf(profileOf(state, week), grid.perDay);
        byWeek.set(week, shapes);
        into.set(shapes(grid.specials[day] ?? null, grid.weekdays[day]!));
      };
    },
  };
}

function walk(grid: Grid, origins: readonly number[], speeds: Speeds): Map<number, State> {
  const { perDay } = grid;
  const week = 7 * perDay;
  const { level: start, daily, weekly } = initial(grid, Math.min(14, origins[0] ?? 0));
  const variance = new Float64Array(week);
  const zeros = new Uint8Array(week);
  const damping = dampingOf(week);
  let level = start;
  let trend = 0;
  let size = 0;
  let seen = 0;
  const states = new Map<number, State>();
  let next = 0;
  for (let day = 0; day <= (origins.at(-1) ?? -1); day++) {
    if (day === origins[next]) {
      const [d, w, v, z] = [daily.slice(), weekly.slice(), variance.slice(), zeros.slice()];
      states.set(day, { level, trend, daily: d, weekly: w, variance: v, zeros: z });
      next++;
    }
    if (day >= grid.past || grid.ordinary[day] === 0) continue;
    const shift = grid.weekdays[day]! * perDay;
    for (let place = 0; place < perDay; place++) {
      const value = grid.values[day * perDay + place]!;
      if (Number.isNaN(value)) continue;
      const slot = shift + place;
      level += damping * trend;
      trend *= damping;
      let error = Math.sqrt(value) - level - daily[place]! - weekly[slot]!;
      size += (Math.abs(error) - size) / Math.min(++seen, week);
      if (seen > week) error = Math.max(-CLIP * size, Math.min(CLIP * size, error));
      level += speeds.level * error;
      trend += speeds.level * speeds.trend * error;
      daily[place]! += speeds.daily * error;
      weekly[slot]! += speeds.weekly * error;
      variance[slot]! += 0.1 * (error * error - variance[slot]!);
      zeros[slot] = value === 0 ? Math.min(255, zeros[slot]! + 1) : 0;
    }
  }
  return states;
}

function dampingOf(week: number): number {
  return DAMPING_A_WEEK ** (1 / week);
}

/**
 * Expected values by weekday and place, with the trend up to the middle of a week ahead. The square of a mean is less
 * than the mean of squares, by the variance.
 */
function profileOf(
  { level, trend, daily, weekly, variance, zeros }: State,
  weeksAhead: number,
): Float64Array {
  const damping = dampingOf(weekly.length);
  const steps = (weeksAhead + 0.5) * weekly.length;
  const drift = (trend * damping * (1 - damping ** steps)) / (1 - damping);
  const expected = weekly.map((seasonal, slot) => {
    const root = Math.max(0, level + drift + daily[slot % daily.length]! + seasonal);
    return root * root + variance[slot]!;
  });
  const least = CLOSED_SHARE * expected.reduce((most, value) => Math.max(most, value), 0);
  return expected.map((value, slot) => (zeros[slot]! >= CLOSED_WEEKS && value < least ? 0 : value));
}

/** Means of the roots of the first days. */
function initial(grid: Grid, days: number) {
  const { perDay } = grid;
  const sums = new Float64Array(7 * perDay);
  const counts = new Float64Array(7 * perDay);
  for (let day = 0; day < days; day++) {
    if (grid.ordinary[day] === 0) continue;
    for (let place = 0; place < perDay; place++) {
      const value = grid.values[day * perDay + place]!;
      if (Number.isNaN(value)) continue;
      sums[grid.weekdays[day]! * perDay + place]! += Math.sqrt(value);
      counts[grid.weekdays[day]! * perDay + place]!++;
    }
  }
  const total = counts.reduce((a, b) => a + b, 0);
  const level = total === 0 ? 0 : sums.reduce((a, b) => a + b, 0) / total;
  const daily = new Float64Array(perDay);
  for (let place = 0; place < perDay; place++) {
    let sum = 0;
    let count = 0;
    for (let slot = place; slot < sums.length; slot += perDay) {
      sum += sums[slot]!;
      count += counts[slot]!;
    }
    daily[place] = count === 0 ? 0 : sum / count - level;
  }
  const weekly = sums.map((sum, slot) =>
    counts[slot] === 0 ? 0 : sum / counts[slot]! - level - daily[slot % perDay]!,
  );
  return { level, daily, weekly };
}
