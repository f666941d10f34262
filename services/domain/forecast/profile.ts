import type { Grid } from './grid.ts';
import { DAMPING, type Level, levelOf } from './level.ts';
import { type Effects, effectsOf, type Shapes, shapesOf, totalsOf } from './special-days.ts';
import { TRIM, weeklyShape } from './weekly-shape.ts';

/** What was learned of a series up to an origin. */
export interface ProfileFit {
  /** Expected values by weekday (0 is Monday) and place, at the level 0. */
  readonly profile: Float64Array;
  readonly level: Level;
  readonly shapes: Shapes;
  readonly effects: Effects;
}

/** Weeks that shape the profile. */
const WEEKS = 12;
const ROUNDS = 2;

/**
 * A series as level x day of the month x profile of its weekday, each robust: what few days do does not bend it. Days of
 * other levels are brought to one before they are averaged; the level is judged by the days of all weekdays together.
 *
 * @param origin nothing from this day on is looked at
 */
export function fitProfile(grid: Grid, origin: number, weeks = WEEKS): ProfileFit {
  const recent = recentDays(grid, origin, weeks);
  const profile = new Float64Array(7 * grid.perDay);
  let level = levelOf({
    log: new Float64Array(origin).fill(Number.NaN),
    weight: new Float64Array(origin),
    monthDays: grid.monthDays,
    months: grid.months,
  });
  for (let round = 0; round < ROUNDS; round++) {
    // Before levels are known, medians are safer.
    weeklyShape(grid, origin, recent, level.whole, round === 0 ? 0.5 : TRIM, profile);
    level = levelOf(ratiosOf(grid, origin, profile));
  }
  const shapes = shapesOf(profile, grid.perDay);
  return { profile, level, shapes, effects: effectsOf(grid, origin, shapes, level) };
}

/** What the fit expects of a day, at its origin or after it, before known events. */
export function expectDay(
  grid: Grid,
  origin: number,
  fit: ProfileFit,
  day: number,
  into: Float64Array,
): void {
  const { perDay } = grid;
  const { level } = fit;
  const ahead = day - origin + 1;
  // The sum of a trend that wears off by DAMPING a day.
  const drift = (level.trend * DAMPING * (1 - DAMPING ** ahead)) / (1 - DAMPING);
  const special = grid.specials[day] ?? null;
  const ordinary = grid.ordinary[day] === 1;
  const monthDay = ordinary ? level.monthDay[grid.monthDays[day]!]! : 0;
  const scale = Math.exp(level.last + drift + monthDay + fit.effects(special));
  const shape = fit.shapes(special, grid.weekdays[day]!);
  for (let place = 0; place < perDay; place++) into[place] = shape[place]! * scale;
}

/** For each weekday the last `weeks` ordinary days of which something is known, latest first. */
function recentDays(grid: Grid, origin: number, weeks: number): number[][] {
  const recent: number[][] = [[], [], [], [], [], [], []];
  for (let day = origin - 1; day >= 0; day--) {
    const list = recent[grid.weekdays[day]!]!;
    if (list.length < weeks && grid.ordinary[day] === 1 && isKnown(grid, day)) list.push(day);
  }
  return recent;
}

function isKnown({ values, perDay }: Grid, day: number): boolean {
  for (let i = day * perDay; i < (day + 1) * perDay; i++) if (!Number.isNaN(values[i]!)) return true;
  return false;
}

/** Below this, a day's ratio to its profile is taken as this: nothing at all is not infinitely little. */
const LEAST_RATIO = 0.02;

function ratiosOf(grid: Grid, origin: number, profile: Float64Array) {
  const { perDay } = grid;
  const log = new Float64Array(origin).fill(Number.NaN);
  const weight = new Float64Array(origin);
  const most = Math.max(...totalsOf(profile, perDay));
  for (let day = 0; day < origin; day++) {
    if (grid.ordinary[day] === 0) continue;
    let actual = 0;
    let expected = 0;
    const shift = (grid.weekdays[day]! - day) * perDay;
    for (let i = day * perDay; i < (day + 1) * perDay; i++) {
      const value = grid.values[i]!;
      if (Number.isNaN(value)) continue;
      actual += value;
      expected += profile[i + shift]!;
    }
    if (!(expected > 0)) continue;
    log[day] = Math.log(Math.max(LEAST_RATIO, actual / expected));
    // Small days are noisier.
    weight[day] = Math.sqrt(expected / most);
  }
  return { log, weight, monthDays: grid.monthDays, months: grid.months };
}
