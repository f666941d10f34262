import type { Grid } from './grid.ts';
import { DAMPING, type Level, levelOf } from './level.ts';
import { lendShapes } from './pooling.ts';
import { trimmedMean } from './robust.ts';
import { type Effects, effectsOf, type Shapes, shapesOf, totalsOf } from './special-days.ts';

/** What was learned of a series up to an origin. */
export interface ProfileFit {
  /** Expected values by weekday (0 is Monday) and place, at the level 0. */
  readonly profile: Float64Array;
  readonly level: Level;
  readonly shapes: Shapes;
  readonly effects: Effects;
}

/** Weeks that shape the profile, and how much less each counts than the one after it. */
const WEEKS = 12;
const DECAY = 0.93;
/** Quarter that is cut off at both ends: see `trimmedMean`. */
const TRIM = 0.25;
const ROUNDS = 2;
/** Contacts an interval at which half is trimmed of what would be of many. */
const FEW = 0.5;

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
    shape(grid, origin, recent, level.whole, round === 0 ? 0.5 : TRIM, profile);
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

const values = new Float64Array(512);
const weights = new Float64Array(512);

/** The profile from days brought to one level. */
function shape(
  grid: Grid,
  origin: number,
  recent: readonly (readonly number[])[],
  level: Float64Array,
  trim: number,
  into: Float64Array,
): void {
  const { perDay } = grid;
  const variances = new Float64Array(into.length);
  for (let weekday = 0; weekday < 7; weekday++) {
    const days = recent[weekday]!;
    const scales = days.map((day) => Math.exp(-level[day]!));
    const weigh = days.map((day) => DECAY ** ((origin - day) / 7));
    for (let place = 0; place < perDay; place++) {
      let count = 0;
      for (let i = 0; i < days.length; i++) {
        const value = grid.values[days[i]! * perDay + place]!;
        if (Number.isNaN(value)) continue;
        values[count] = value * scales[i]!;
        weights[count++] = weigh[i]!;
      }
      const slot = weekday * perDay + place;
      const cut = trim * robustness(count);
      into[slot] = trimmedMean(values, weights, count, cut);
      variances[slot] = varianceOfMean(into[slot]!, count, cut);
    }
  }
  fillUnseen(into, perDay);
  lendShapes(into, variances, perDay);
  smooth(into, variances, perDay);
}

/**
 * How much is trimmed where few come: the middle of counts such as 0, 0, 0, 2 says nothing of their mean. From 0 for
 * rare contacts to 1 for many.
 */
function robustness(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  return sum / (sum + count * FEW);
}

/**
 * Of the mean of the first `count` values, which are sorted: by their absolute deviations, those at both ends left out
 * as in the mean; infinite of none.
 */
function varianceOfMean(mean: number, count: number, trim: number): number {
  if (count < 2) return Number.POSITIVE_INFINITY;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    total += weights[i]!;
    squares += weights[i]! * weights[i]!;
  }
  const cut = Math.min(trim, TRIM);
  const low = total * cut;
  const high = total - low;
  let before = 0;
  let deviations = 0;
  for (let i = 0; i < count; i++) {
    const after = before + weights[i]!;
    const share = Math.min(after, high) - Math.max(before, low);
    if (share > 0) deviations += share * Math.abs(values[i]! - mean);
    before = after;
  }
  const sigma = deviations / (high - low) / deviationOf(cut);
  return (sigma * sigma * squares) / (total * total);
}

/** Mean absolute deviation of a standard normal distribution between its quantiles `cut` and 1 - `cut`, to 0.001. */
function deviationOf(cut: number): number {
  return 0.798 - 2.64 * cut + 2.98 * cut * cut;
}

/** Places that no day of a weekday told of take the mean of the other weekdays. */
function fillUnseen(profile: Float64Array, perDay: number): void {
  for (let place = 0; place < perDay; place++) {
    let sum = 0;
    let count = 0;
    for (let i = place; i < profile.length; i += perDay) {
      if (Number.isNaN(profile[i]!)) continue;
      sum += profile[i]!;
      count++;
    }
    for (let i = place; i < profile.length; i += perDay) {
      if (Number.isNaN(profile[i]!)) profile[i] = count > 0 ? sum / count : 0;
    }
  }
}

/**
 * Neighbouring intervals lend each other a quarter, as far as chance may be what makes them differ: where a day begins
 * with a step, the step stays. What is closed (0) neither gives nor takes.
 */
function smooth(profile: Float64Array, variances: Float64Array, perDay: number): void {
  const raw = profile.slice();
  for (let i = 0; i < raw.length; i++) {
    const here = raw[i]!;
    if (!(here > 0)) continue;
    const place = i % perDay;
    const before = place > 0 && raw[i - 1]! > 0 ? raw[i - 1]! : here;
    const after = place < perDay - 1 && raw[i + 1]! > 0 ? raw[i + 1]! : here;
    const off = (before + after - 2 * here) / 4;
    const chance = variances[i]!;
    const beyond = Math.max(0, off * off - chance);
    profile[i] =
      chance === Number.POSITIVE_INFINITY ? here + off : here + (off * chance) / (chance + beyond || 1);
  }
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
