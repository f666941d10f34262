import { requireCount, requireInput } from './error.ts';

/**
 * Values by rank, equal ones kept once: as small as what roll-ups keep of them. Made by `sampleOf` or `sampleOfBins`.
 */
export interface Sample {
  readonly n: number;
  /** Ascending, each other than the one before. */
  readonly values: Float64Array;
  /** How many values of the sample are at most the one at this place. */
  readonly ranks: Float64Array;
}

/** @throws StatisticsError for a value that is not finite */
export function sampleOf(values: ArrayLike<number>): Sample {
  const ascending = Float64Array.from(values).sort();
  // What is no number sorts last.
  requireFinite(ascending.at(0) ?? 0);
  requireFinite(ascending.at(-1) ?? 0);
  return collect(ascending, () => 1);
}

/**
 * Of values with how often each is there, in any order.
 *
 * @throws StatisticsError for a value that is not finite, or a count that is none
 */
export function sampleOfBins(bins: readonly { value: number; count: number }[]): Sample {
  for (const { value, count } of bins) {
    requireFinite(value);
    requireCount('a count', count);
  }
  const ascending = bins.filter(({ count }) => count > 0).sort((a, b) => a.value - b.value);
  return collect(
    ascending.map(({ value }) => value),
    (at) => ascending[at]!.count,
  );
}

function collect(ascending: ArrayLike<number>, countOf: (at: number) => number): Sample {
  const values: number[] = [];
  const ranks: number[] = [];
  let n = 0;
  for (let at = 0; at < ascending.length; at++) {
    n += countOf(at);
    if (at > 0 && ascending[at] === ascending[at - 1]) {
      ranks[ranks.length - 1] = n;
    } else {
      values.push(ascending[at]!);
      ranks.push(n);
    }
  }
  return { n, values: Float64Array.from(values), ranks: Float64Array.from(ranks) };
}

function requireFinite(value: number): void {
  requireInput(Number.isFinite(value), 'a value', value);
}

/**
 * The value at a rank from 1 (the least) to n; between two ranks, in proportion between their values. The sample is not
 * empty.
 */
export function valueAt(sample: Sample, rank: number): number {
  const below = Math.min(Math.max(Math.floor(rank), 1), sample.n);
  const place = placeOf(sample, below);
  const value = sample.values[place]!;
  const next = below < sample.ranks[place]! ? value : (sample.values[place + 1] ?? value);
  return value + (next - value) * Math.min(Math.max(rank - below, 0), 1);
}

/**
 * A quantile as metrics have it: the median is the mean of the two middle values, any other the nearest rank.
 *
 * @param q above 0 and below 1
 * @returns null of no values
 * @throws StatisticsError
 */
export function quantileOf(sample: Sample, q: number): number | null {
  requireInput(q > 0 && q < 1, 'quantile', q);
  if (sample.n === 0) return null;
  if (q === 0.5) return valueAt(sample, (sample.n + 1) / 2);
  // A hair less: 0.95 of 20 is a little more than 19 in floating point.
  return valueAt(sample, Math.ceil((q - 1e-12) * sample.n));
}

/** Where the value of a whole rank stands. */
function placeOf({ ranks }: Sample, rank: number): number {
  let low = 0;
  let high = ranks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranks[middle]! < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
