import { type DayRatios, monthDayEffect } from './month-days.ts';
import { medianOf, trimmedMean } from './robust.ts';
import { shiftsOf } from './shifts.ts';
import { trendOf } from './trend.ts';

export interface Level {
  /** Of each past day: the slow level around it, and with the effect of its day of the month; logarithms. */
  readonly slow: Float64Array;
  readonly whole: Float64Array;
  /** Effect of the days 1 to 31 of a month, logarithms. */
  readonly monthDay: Float64Array;
  /** At the origin. */
  readonly last: number;
  /** Change a day at the origin, logarithm; it wears off. */
  readonly trend: number;
  /** First days on a new level. */
  readonly shifts: readonly number[];
}

/** A level is the median of the days up to four weeks around. */
const WINDOW = 28;
/** Levels between these days are interpolated. */
const STEP = 7;
/** Days after which what a day says of today's level counts half. */
const HALF_LIFE = 21;
const ROUNDS = 2;
/** A trend loses a tenth a week. */
export const DAMPING = 0.9 ** (1 / 7);

/** The level of a series from the ratios of its days: slow level, day of the month, shifts and trend. */
export function levelOf(ratios: DayRatios): Level {
  const days = ratios.log.length;
  const plain = new Float64Array(days);
  let monthDay: Float64Array = new Float64Array(32);
  let slow: Float64Array = new Float64Array(days);
  let shifts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let day = 0; day < days; day++) plain[day] = ratios.log[day]! - monthDay[ratios.monthDays[day]!]!;
    shifts = shiftsOf(plain);
    slow = slowLevel(plain, shifts);
    monthDay = monthDayEffect(ratios, slow);
  }
  const whole = slow.map((level, day) => level + monthDay[ratios.monthDays[day]!]!);
  for (let day = 0; day < days; day++) plain[day] = ratios.log[day]! - monthDay[ratios.monthDays[day]!]!;
  const since = shifts.at(-1) ?? 0;
  const trend = trendOf(plain, since);
  return { slow, whole, monthDay, last: lastLevel(plain, ratios.weight, since, trend), trend, shifts };
}

/** Medians a week apart, lines between them; no window reaches over a shift of the level. */
function slowLevel(plain: Float64Array, shifts: readonly number[]): Float64Array {
  const level = new Float64Array(plain.length);
  let from = 0;
  for (const to of [...shifts, plain.length]) {
    if (to > from) fillLevel(plain, level, from, to);
    from = to;
  }
  return level;
}

const window = new Float64Array(2 * WINDOW + 1);

function fillLevel(plain: Float64Array, level: Float64Array, from: number, to: number): void {
  let before = Number.NaN;
  let beforeDay = from;
  for (let day = to - 1 - STEP * Math.floor((to - 1 - from) / STEP); day < to; day += STEP) {
    let count = 0;
    for (let i = Math.max(from, day - WINDOW); i <= Math.min(to - 1, day + WINDOW); i++) {
      if (!Number.isNaN(plain[i]!)) window[count++] = plain[i]!;
    }
    let here = medianOf(window, count);
    if (Number.isNaN(here)) here = Number.isNaN(before) ? 0 : before;
    if (Number.isNaN(before)) level.fill(here, from, day + 1);
    else {
      for (let i = beforeDay + 1; i <= day; i++) {
        level[i] = before + ((here - before) * (i - beforeDay)) / (day - beforeDay);
      }
    }
    before = here;
    beforeDay = day;
  }
}

/** Days further back do not count. */
const MEMORY = 126;
const values = new Float64Array(MEMORY);
const weights = new Float64Array(MEMORY);

/** Of the days that are brought forward by the trend. */
function lastLevel(plain: Float64Array, weight: Float64Array, since: number, trend: number): number {
  const days = plain.length;
  let count = 0;
  for (let day = Math.max(since, days - MEMORY); day < days; day++) {
    if (Number.isNaN(plain[day]!)) continue;
    values[count] = plain[day]! + trend * (days - day);
    weights[count++] = weight[day]! * 0.5 ** ((days - day) / HALF_LIFE);
  }
  const level = trimmedMean(values, weights, count, 0.25);
  return Number.isNaN(level) ? 0 : level;
}
