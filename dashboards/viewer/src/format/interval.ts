const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `10s`, `5m`, `1h` or `2d`; 0 for anything else (`off`, empty). */
export function intervalMs(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return count && unit ? Number(count) * unitMs[unit]! : 0;
}
