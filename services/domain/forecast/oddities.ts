import { dateOf, type Grid } from './grid.ts';
import { clockOf, type Note } from './notes.ts';
import type { ProfileFit } from './profile.ts';
import { MAD_TO_SIGMA, medianOf } from './robust.ts';

/** A run of zeros is an outage where so many contacts were expected: chance leaves none once in a million. */
const OUTAGE = 14;
/** A spike is so many standard deviations above; with days that vary by a third. */
const SPIKE_SIGMAS = 8;
const SPIKE_SPREAD = 0.35;
/** A day is an outlier from so many standard deviations of its weekday on, and this much more or less. */
const OUTLIER_SIGMAS = 4;
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
  const deviations = new Float64Array(past).fill(Number.NaN);
  const sums = { actual: new Float64Array(past), expected: new Float64Array(past) };
  for (let day = 0; day < past; day++) {
    if (grid.ordinary[day] === 0) continue;
    const scale = Math.exp(fit.level.whole[day]!);
    const profile = fit.profile.subarray(grid.weekdays[day]! * perDay, (grid.weekdays[day]! + 1) * perDay);
    const observed = values.subarray(day * perDay, (day + 1) * perDay);
    notes.push(...outages(observed, profile, scale, dateOf(grid.first + day)));
    notes.push(...spikes(observed, profile, scale, dateOf(grid.first + day)));
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
    const text = `${actual} contacts where about ${expected} were to be expected; left out of the profile`;
    notes.push({ kind: 'outlier', from: date, to: date, text });
  }
  return { values, notes };
}

/** Sets the zeros of outages to NaN. */
function outages(observed: Float64Array, profile: Float64Array, scale: number, date: string): Note[] {
  const notes: Note[] = [];
  let from = 0;
  let expected = 0;
  for (let place = 0; place <= observed.length; place++) {
    if (observed[place] === 0) {
      expected += profile[place]! * scale;
      continue;
    }
    if (expected >= OUTAGE) {
      const [begin, end] = busyPart(profile, from, place);
      observed.fill(Number.NaN, begin, end);
      const perDay = observed.length;
      const text = `nothing from ${clockOf(begin, perDay)} to ${clockOf(end, perDay)} where about ${Math.round(expected)} contacts were to be expected; left out of the profile`;
      notes.push({ kind: 'outage', from: date, to: date, text });
    }
    from = place + 1;
    expected = 0;
  }
  return notes;
}

/** Without the hours at the ends in which there is next to nothing anyway. */
function busyPart(profile: Float64Array, from: number, to: number): [number, number] {
  const least = 0.05 * Math.max(...profile.subarray(from, to));
  let begin = from;
  let end = to;
  while (profile[begin]! < least) begin++;
  while (profile[end - 1]! < least) end--;
  return [begin, end];
}

/** Sets spikes to NaN. */
function spikes(observed: Float64Array, profile: Float64Array, scale: number, date: string): Note[] {
  const notes: Note[] = [];
  for (let place = 0; place < observed.length; place++) {
    const expected = profile[place]! * scale;
    const variance = expected + 1 + (SPIKE_SPREAD * expected) ** 2;
    if (!(observed[place]! - expected > SPIKE_SIGMAS * Math.sqrt(variance))) continue;
    const at = clockOf(place, observed.length);
    const text = `${Math.round(observed[place]!)} contacts at ${at} where about ${Math.round(expected)} were to be expected; left out of the profile`;
    notes.push({ kind: 'spike', from: date, to: date, text });
    observed[place] = Number.NaN;
  }
  return notes;
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
