/** What a number usually is: the median of the past, and how far it usually lies off. */
export interface Usual {
  median: number;
  spread: number;
}

/** Makes the median absolute deviation of normally distributed values their standard deviation. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * Median and spread, which single weeks with a holiday or an outage do not move. Counts of independent arrivals are
 * spread by at least the root of their mean (Poisson), even where the weeks at hand happen to be alike.
 *
 * @param past at least one value
 */
export function usualOf(past: readonly number[]): Usual {
  const median = medianOf(past);
  const deviation = medianOf(past.map((value) => Math.abs(value - median))) * MAD_TO_DEVIATION;
  return { median, spread: Math.max(deviation, Math.sqrt(median)) };
}

/** Above this a count is a surge. */
export function surgeLimit(
  { median, spread }: Usual,
  { times, deviations, atLeast }: { times: number; deviations: number; atLeast: number },
): number {
  return Math.max(median * times, median + spread * deviations, atLeast);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
