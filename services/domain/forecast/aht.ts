import type { Day } from './day.ts';
import { dayNumber } from './grid.ts';

/** Handling times of a day; null where nothing is known. */
export interface HandledDay extends Day {
  /** Sum of handling times an interval, ms. */
  readonly sums: readonly (number | null)[];
  /** Contacts they are of. */
  readonly counts: readonly (number | null)[];
}

export interface HandlingRequest {
  readonly history: readonly HandledDay[];
  readonly horizon: readonly Day[];
  /** Intervals of a plain day. */
  readonly perDay: number;
}

/** Days after which a contact counts half. */
const HALF_LIFE = 42;
/** Contacts that a weekday and place must have for its own mean to count half. */
const SHRINKAGE = 30;

/**
 * Mean handling time expected an interval, ms: the mean of its weekday and place, shrunk to that of its place and what
 * its weekday is above it, and these to the mean of all. Means are sums over contacts, newer ones weigh more.
 *
 * @returns a list a day of the horizon; null where nothing was ever handled
 */
export function handlingTimes({ history, horizon, perDay }: HandlingRequest): (number | null)[][] {
  const sums = new Float64Array(7 * perDay);
  const counts = new Float64Array(7 * perDay);
  collect(history, perDay, sums, counts);
  const total = totalOf(counts);
  if (total === 0) return horizon.map(({ places }) => places.map(() => null));
  const mean = totalOf(sums) / total;
  const placeOf = (slot: number) => slot % perDay;
  const countOf = sumsBy(counts, placeOf, perDay);
  const ofPlace = sumsBy(sums, placeOf, perDay).map(
    (sum, place) => (sum + SHRINKAGE * mean) / (countOf[place]! + SHRINKAGE),
  );
  const weekdayOf = (slot: number) => Math.floor(slot / perDay);
  const expected = counts.map((count, slot) => count * ofPlace[placeOf(slot)]!);
  const expectedOf = sumsBy(expected, weekdayOf, 7);
  const ratioOf = sumsBy(sums, weekdayOf, 7).map((sum, weekday) =>
    mean === 0 ? 1 : (sum + SHRINKAGE * mean) / (expectedOf[weekday]! + SHRINKAGE * mean),
  );
  return horizon.map(({ weekday, places }) =>
    places.map((place) => {
      const slot = (weekday - 1) * perDay + place;
      const towards = ofPlace[place]! * ratioOf[weekday - 1]!;
      return (sums[slot]! + SHRINKAGE * towards) / (counts[slot]! + SHRINKAGE);
    }),
  );
}

/** Sums and counts by weekday and place. */
function collect(
  history: readonly HandledDay[],
  perDay: number,
  sums: Float64Array,
  counts: Float64Array,
): void {
  const newest = history.reduce((latest, { date }) => Math.max(latest, dayNumber(date)), 0);
  for (const day of history) {
    const weight = 0.5 ** ((newest - dayNumber(day.date)) / HALF_LIFE);
    for (let i = 0; i < day.places.length; i++) {
      const sum = day.sums[i];
      const count = day.counts[i];
      if (sum === null || sum === undefined || !count) continue;
      const slot = (day.weekday - 1) * perDay + day.places[i]!;
      sums[slot]! += sum * weight;
      counts[slot]! += count * weight;
    }
  }
}

function sumsBy(values: Float64Array, groupOf: (slot: number) => number, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  for (let slot = 0; slot < values.length; slot++) sums[groupOf(slot)]! += values[slot]!;
  return sums;
}

function totalOf(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
