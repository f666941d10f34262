import { requireInput } from './error.ts';

/**
 * p-values of comparisons that are looked at together, adjusted so that the chance of even one false finding among them
 * is at most the level they are held against: the k-th smallest of m is multiplied by m - k + 1, and none is below one
 * that was smaller before. Holds whatever the comparisons have to do with each other.
 *
 * S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979),
 * 65-70.
 *
 * @param values 0 to 1, in any order; null is no comparison, stays null and does not count
 * @throws StatisticsError
 */
export function holm(values: readonly (number | null)[]): (number | null)[] {
  const ascending = inOrder(values);
  let largest = 0;
  return adjusted(
    values,
    ascending.map(([at, p], k) => {
      largest = Math.max(largest, Math.min(1, p * (ascending.length - k)));
      return [at, largest];
    }),
  );
}

/**
 * Like `holm`, but so that of all that is found at the level, at most this share is false on average: finds more, for
 * long lists to look into. The k-th smallest of m is multiplied by m/k, and none is above one that was larger before.
 * Holds for comparisons that are independent, or positively dependent.
 *
 * Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
 * (1995), 289-300.
 *
 * @throws StatisticsError
 */
export function benjaminiHochberg(values: readonly (number | null)[]): (number | null)[] {
  const ascending = inOrder(values);
  let smallest = 1;
  const descending = ascending
    .map(([at, p], k): [number, number] => [at, p * (ascending.length / (k + 1))])
    .reverse();
  return adjusted(
    values,
    descending.map(([at, p]) => {
      smallest = Math.min(smallest, p);
      return [at, smallest];
    }),
  );
}

/** Where each p-value stands, and the value, from the smallest on. */
function inOrder(values: readonly (number | null)[]): [at: number, p: number][] {
  const found: [number, number][] = [];
  for (const [at, p] of values.entries()) {
    if (p === null) continue;
    requireInput(p >= 0 && p <= 1, 'p', p);
    found.push([at, p]);
  }
  return found.sort(([, a], [, b]) => a - b);
}

function adjusted(values: readonly (number | null)[], known: readonly [number, number][]): (number | null)[] {
  const result: (number | null)[] = values.map(() => null);
  for (const [at, p] of known) result[at] = p;
  return result;
}
