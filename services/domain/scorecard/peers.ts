import type { Spread } from './points.ts';

/** Of fewer people a distribution would tell who has what. */
export const PEERS_SHOWN_FROM = 5;

export interface Quartiles {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Null of no values. Of an even number, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : between(sorted(values), 0.5);
}

/** Quartiles, interpolated between the values beside (R's type 7); null of fewer than five. */
export function quartilesOf(values: readonly number[]): Quartiles | null {
  if (values.length < PEERS_SHOWN_FROM) return null;
  const ascending = sorted(values);
  return { q1: between(ascending, 0.25), median: between(ascending, 0.5), q3: between(ascending, 0.75) };
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

function between(ascending: readonly number[], level: number): number {
  const place = level * (ascending.length - 1);
  const lower = ascending[Math.floor(place)]!;
  const upper = ascending[Math.ceil(place)]!;
  return lower + (upper - lower) * (place - Math.floor(place));
}
