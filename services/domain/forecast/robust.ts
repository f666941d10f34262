/** Sorts the first `count` values in place. */
export function sortFirst(values: Float64Array, count: number): void {
  if (count > 24) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}

/** Median of the first `count` values, which are sorted in place; NaN of none. */
export function medianOf(values: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  sortFirst(values, count);
  const middle = count >> 1;
  return count % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
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
