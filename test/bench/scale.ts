/** The share of the full size that is measured: less than 1 only to try out whether a benchmark works. */
export const SCALE = Number(process.env.BENCH_SCALE ?? 1);

/** A size at this scale. */
export function scaled(size: number): number {
  return Math.max(1, Math.round(size * SCALE));
}
