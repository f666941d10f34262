/** Median of the first `count` values, which change their order; NaN of none. */
export function medianOf(values: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  const middle = count >> 1;
  const upper = select(values, count, middle);
  if (count % 2 === 1) return upper;
  let lower = values[0]!;
  for (let i = 1; i < middle; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** The value at a place in order; those before it are not above it (Hoare's selection). */
function select(values: Float64Array, count: number, place: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return values[place]!;
}

/**
 * Weighted mean of what lies between the quantiles `trim` and 1 - `trim`; values at a border count in part. It bends as
 * little as a median to a few wild values and wastes less of the others. NaN without weight.
 *
 * @param values the first `count` count; they and their weights are sorted in place
 * @param trim 0 is the mean, 0.5 the median
 */
export function trimmedMean(
  values: Float64Array,
  weights: Float64Array,
  count: number,
  trim: number,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const weight = weights[i]!;
    total += weight;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      weights[j + 1] = weights[j]!;
      j--;
    }
    values[j + 1] = value;
    weights[j + 1] = weight;
  }
  if (!(total > 0)) return Number.NaN;
  const low = total * Math.min(trim, 0.499);
  const high = total - low;
  let before = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const after = before + weights[i]!;
    const share = Math.min(after, high) - Math.max(before, low);
    if (share > 0) sum += share * values[i]!;
    before = after;
  }
  return sum / (high - low);
}

/** Turns a median of absolute deviations into the standard deviation of a normal distribution. */
export const MAD_TO_SIGMA = 1.4826;
