import { at } from '../grafana/frame.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The range (UTC ms) that the service answered for, from the start of its first bucket; else the data's own. */
export function answeredRange(bodies: readonly unknown[], times: readonly number[]): Range {
  const instant = (path: string) => Date.parse(String(at(bodies[0], path)));
  const from = instant('meta.from');
  const to = instant('meta.to');
  return {
    from: Math.min(times[0] ?? 0, Number.isNaN(from) ? Number.POSITIVE_INFINITY : from),
    to: Number.isNaN(to) ? (times.at(-1) ?? 1) : to,
  };
}

/**
 * The part of an answered range that was asked for, where that is less by more than a bucket: what is always of a whole day
 * is answered for it however short a stretch of it is looked at.
 *
 * @param step length of a bucket, ms
 */
export function narrowedRange(answered: Range, asked: Range, step: number): Range {
  if (asked.from >= answered.to || asked.to <= answered.from) return answered;
  return {
    from: asked.from - answered.from > step ? asked.from : answered.from,
    to: answered.to - asked.to > step ? asked.to : answered.to,
  };
}
