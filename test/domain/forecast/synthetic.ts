import type { ObservedDay } from '../../../services/domain/forecast/day.ts';

const DAY_MS = 86_400_000;

/** What a value of an invented series depends on. */
export interface At {
  readonly date: string;
  /** Days since the first. */
  readonly index: number;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly place: number;
}

/** Numbers from 0 up to 1 that are the same in each run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson's counts: by multiplication, and from 50 on by the normal distribution. */
export function poisson(random: () => number, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count++;
  return count;
}

/** Days of `perDay` intervals in UTC, from a date on. */
export function syntheticDays(
  from: string,
  count: number,
  value: (at: At) => number | null,
  perDay = 48,
): ObservedDay[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  const places = Array.from({ length: perDay }, (_, place) => place);
  return Array.from({ length: count }, (_, index) => {
    const begin = first + index * DAY_MS;
    const date = new Date(begin).toISOString().slice(0, 10);
    const weekday = ((begin / DAY_MS + 3) % 7) + 1;
    return {
      date,
      weekday,
      starts: places.map((place) => begin + (place * DAY_MS) / perDay),
      places,
      values: places.map((place) => value({ date, index, weekday, place })),
    };
  });
}
