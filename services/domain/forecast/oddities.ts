import { dateOf, type Grid } from './grid.ts';
import type { Note } from './notes.ts';
import { type Outage, outageNotes, outages } from './outages.ts';
import type { ProfileFit } from './profile.ts';
import { MAD_TO_SIGMA, medianOf } from './robust.ts';
import type { SeenDay } from './seen-day.ts';
import { spikes } from './spikes.ts';

/** A day is an outlier from so many standard deviations of its weekday on, and this much more or less. */
const OUTLIER_SIGMAS = 4.5;
const LEAST_OUTLIER = Math.log(1.35);
/** And so many standard deviations of Poisson: a day of three contacts may well be one of none. */
const OUTLIER_ROOTS = 4;
/** So many outliers of one direction at the end are news, not outliers. */
const NEWS = 3;

/**
 * Finds outages, spikes and days that are not like others of their weekday at that time, by the fit of the whole history.
 *
 * @returns the values without them (NaN), and what they are
 */
export function oddities(grid: Grid, fit: ProfileFit): { values: Float64Array; notes: Note[] } {
  const { perDay, past } = grid;
  const values = grid.values.slice();
  const notes: Note[] = [];
  const still: Outage[] = [];
  const deviations = new Float64Array(past).fill(Number.NaN);
  const sums = { actual: new Float64Array(past), expected: new Float64Array(past) };
  for (let day = 0; day < past; day++) {
    if (grid.ordinary[day] === 0) continue;
    const scale = Math.exp(fit.level.whole[day]!);
    const profile = fit.profile.subarray(grid.weekdays[day]! * perDay, (grid.weekdays[day]! + 1) * perDay);
    const observed = values.subarray(day * perDay, (day + 1) * perDay);
    const seen: SeenDay = {
      observed,
      expected: profile.map((value) => value * scale),
      beside: (place) => beside(grid, day, place),
      day: grid.first + day,
    };
    still.push(...outages(seen));
    notes.push(...spikes(seen));
    for (let place = 0; place < perDay; place++) {
      if (Number.isNaN(observed[place]!)) continue;
      sums.actual[day]! += observed[place]!;
      sums.expected[day]! += profile[place]! * scale;
    }
    if (!(sums.expected[day]! > 0)) continue;
    deviations[day] = Math.log(Math.max(0.02, sums.actual[day]! / sums.expected[day]!));
  }
  for (const day of outliers(grid, deviations, sums)) {
    values.fill(Number.NaN, day * perDay, (day + 1) * perDay);
    const date = dateOf(grid.first + day);
    const [actual, expected] = [sums.actual[day]!, sums.expected[day]!].map(Math.round);
    const text = `${actual} contacts, about ${expected} were to be expected; not learned from`;
    notes.push({ kind: 'outlier', from: date, to: date, text });
  }
  return { values, notes: [...outageNotes(still), ...notes] };
}

const WEEKS_BESIDE = [-2, -1, 1, 2];
const nearby = new Float64Array(WEEKS_BESIDE.length);

/**
 * Median of the same weekday's place in the weeks before and after: what comes again there, as where opening hours move
 * with the season, is not odd. NaN where nothing is known.
 */
function beside(grid: Grid, day: number, place: number): number {
  let count = 0;
  for (const weeks of WEEKS_BESIDE) {
    const other = day + 7 * weeks;
    if (other < 0 || other >= grid.past || grid.ordinary[other] === 0) continue;
    const value = grid.values[other * grid.perDay + place]!;
    if (!Number.isNaN(value)) nearby[count++] = value;
  }
  return medianOf(nearby, count);
}

function outliers(
  grid: Grid,
  deviations: Float64Array,
  { actual, expected }: { actual: Float64Array; expected: Float64Array },
): number[] {
  const sigmas = sigmasOf(grid, deviations);
  const found: number[] = [];
  let newsFrom = grid.past;
  let direction = 0;
  let isNews = true;
  for (let day = grid.past - 1; day >= 0; day--) {
    const off = deviations[day]!;
    if (Number.isNaN(off)) continue;
    const isOdd =
      Math.abs(off) > Math.max(LEAST_OUTLIER, OUTLIER_SIGMAS * sigmas[grid.weekdays[day]!]!) &&
      Math.abs(actual[day]! - expected[day]!) > OUTLIER_ROOTS * Math.sqrt(expected[day]! + 1);
    if (direction === 0) direction = Math.sign(off);
    isNews &&= isOdd && Math.sign(off) === direction;
    if (isNews) newsFrom = day;
    if (isOdd) found.push(day);
  }
  const news = found.filter((day) => day >= newsFrom);
  return found.filter((day) => news.length < NEWS || day < newsFrom).reverse();
}

/** By weekday, at least that of all days. */
function sigmasOf(grid: Grid, deviations: Float64Array): number[] {
  const buffer = new Float64Array(deviations.length);
  const sigmaOf = (weekday: number | null) => {
    let count = 0;
    for (let day = 0; day < deviations.length; day++) {
      if (Number.isNaN(deviations[day]!) || (weekday !== null && grid.weekdays[day] !== weekday)) continue;
      buffer[count++] = Math.abs(deviations[day]!);
    }
    return count === 0 ? 0 : MAD_TO_SIGMA * medianOf(buffer, count);
  };
  const all = sigmaOf(null);
  return Array.from({ length: 7 }, (_, weekday) => Math.max(all, sigmaOf(weekday)));
}
