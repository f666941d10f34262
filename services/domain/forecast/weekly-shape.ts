import type { Grid } from './grid.ts';
import { lendShapes } from './pooling.ts';
import { trimmedMean } from './robust.ts';

/** Quarter that is cut off at both ends: see `trimmedMean`. */
export const TRIM = 0.25;
/** How much less a week counts than the one after it. */
const DECAY = 0.93;
/** Contacts an interval at which half is trimmed of what would be of many. */
const FEW = 0.5;

const values = new Float64Array(512);
const weights = new Float64Array(512);

/**
 * The profile, by weekday and place, from days brought to one level.
 *
 * @param recent days by weekday
 * @param level of each past day, a logarithm
 * @param trim see `trimmedMean`
 * @param into takes the profile
 */
export function weeklyShape(
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
