/** SQL of a ratio that is null where the whole is 0. */
export function ratio(part: string, whole: string): string {
  return `${part} / nullIf(${whole}, 0)`;
}

/** The SQL of an exact percentile: the median is the mean of the two middle values, others are nearest-rank. */
export function percentile(level: number, column: string, where: string): string {
  if (level === 0.5) return `quantileExactInclusiveOrNullIf(0.5)(${column}, ${where})`;
  // ClickHouse takes the value at floor(level * n); a hair less makes that the nearest rank, ceil(level * n) - 1.
  return `quantileExactOrNullIf(${level - 1e-12})(${column}, ${where})`;
}

export function percentileText(level: number): string {
  return level === 0.5 ? 'Median' : `${Math.round(level * 100)}th percentile (nearest rank)`;
}
