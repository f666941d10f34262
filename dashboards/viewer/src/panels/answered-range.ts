import { at } from '../grafana/frame.ts';

/** The range (UTC ms) that the service answered for, from the start of its first bucket; else the data's own. */
export function answeredRange(bodies: readonly unknown[], times: readonly number[]) {
  const instant = (path: string) => Date.parse(String(at(bodies[0], path)));
  const from = instant('meta.from');
  const to = instant('meta.to');
  return {
    from: Math.min(times[0] ?? 0, Number.isNaN(from) ? Number.POSITIVE_INFINITY : from),
    to: Number.isNaN(to) ? (times.at(-1) ?? 1) : to,
  };
}
