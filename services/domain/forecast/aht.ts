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
 * Mean handling time expected an interval, ms: the mean of its weekday and place, shrunk to what weekday and place say
 * apart, and these to the mean of all. Means are sums over contacts, newer ones weigh more.
 *
 * @returns a list a day of the horizon; null where nothing was ever handled
 */
export function handlingTimes({ history, horizon, perDay }: HandlingRequest): (number | null)[][] {
  const bySlot = new Means(7 * perDay);
  const byPlace = new Means(perDay);
  const byWeekday = new Means(7);
  const overall = new Means(1);
  const newest = history.reduce((latest, { date }) => Math.max(latest, dayNumber(date)), 0);
  for (const { date, weekday, places, sums, counts } of history) {
    const weight = 0.5 ** ((newest - dayNumber(date)) / HALF_LIFE);
    places.forEach((place, i) => {
      const sum = sums[i];
      const count = counts[i];
      if (sum === null || sum === undefined || !count) return;
      for (const [means, at] of [
        [bySlot, (weekday - 1) * perDay + place],
        [byPlace, place],
        [byWeekday, weekday - 1],
        [overall, 0],
      ] as const) {
        means.add(at, sum * weight, count * weight);
      }
    });
  }
  const mean = overall.shrunk(0, 0, 0);
  if (mean === null) return horizon.map(({ places }) => places.map(() => null));
  return horizon.map(({ weekday, places }) =>
    places.map((place) => {
      const ofPlace = byPlace.shrunk(place, mean, SHRINKAGE)!;
      const ofWeekday = byWeekday.shrunk(weekday - 1, mean, SHRINKAGE)!;
      return bySlot.shrunk(
        (weekday - 1) * perDay + place,
        mean === 0 ? 0 : (ofPlace * ofWeekday) / mean,
        SHRINKAGE,
      );
    }),
  );
}

class Means {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(size: number) {
    this.#sums = new Float64Array(size);
    this.#counts = new Float64Array(size);
  }

  add(at: number, sum: number, count: number): void {
    this.#sums[at]! += sum;
    this.#counts[at]! += count;
  }

  /** As if `count` more had been seen with the mean `towards`; null of none. */
  shrunk(at: number, towards: number, count: number): number | null {
    const all = this.#counts[at]! + count;
    return all > 0 ? (this.#sums[at]! + towards * count) / all : null;
  }
}
