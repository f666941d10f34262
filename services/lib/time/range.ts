import { DateTime, type DurationLikeObject } from 'luxon';
import { getOrInsert } from '../get-or-insert.ts';

const UNITS: Record<string, keyof DurationLikeObject> = {
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  M: 'months',
  mo: 'months',
  y: 'years',
};
const FLOORS: Record<string, 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  mo: 'month',
  y: 'year',
};

/**
 * Reads an instant as Grafana writes it: epoch ms, ISO 8601 (without an offset: in `zone`), or `now` with
 * steps such as `now-6h`, `now/d`, `now-1d/d`. Rounding goes down, or up to the end of the unit with `round` up.
 * Returns UTC ms, or null if it is none of these.
 */
export function parseInstant(text: string, zone: string, now: number, round: 'down' | 'up'): number | null {
  if (/^\d{9,15}$/.test(text)) return Number(text);
  if (!text.startsWith('now')) {
    const at = DateTime.fromISO(text, { zone });
    return at.isValid ? at.toMillis() : null;
  }
  if (!/^now([+-]\d{1,6}(s|mo|m|h|d|w|M|y)|\/(mo|m|h|d|w|M|y))*$/.test(text)) return null;
  let at = DateTime.fromMillis(now, { zone });
  for (const [, sign, amount, unit, floor] of text.matchAll(
    /([+-])(\d+)(s|mo|m|h|d|w|M|y)|\/(mo|m|h|d|w|M|y)/g,
  )) {
    if (floor !== undefined) {
      const of = FLOORS[floor]!;
      at = at.startOf(of);
      // Where clocks go forward at midnight a day begins at one o'clock, and the next one does not.
      if (round === 'up') at = at.plus({ [`${of}s`]: 1 }).startOf(of);
    } else {
      const step = { [UNITS[unit!]!]: Number(amount) };
      at = sign === '-' ? at.minus(step) : at.plus(step);
    }
  }
  return at.isValid ? at.toMillis() : null;
}

/** Whether a name is a time zone of the IANA database. */
export function isZone(name: string): boolean {
  return DateTime.utc().setZone(name).isValid;
}

export const INTERVALS = ['15m', '30m', '1h', '1d', '1w', '1mo', 'total'] as const;
export type Interval = (typeof INTERVALS)[number];

const MINUTES: Partial<Record<Interval, number>> = { '15m': 15, '30m': 30, '1h': 60 };

/**
 * The begins of the buckets that cover [from, to), UTC ms, ascending. The first may lie before `from`; then the
 * bucket is a partial one. Days, weeks (from Monday) and months begin at local midnight; shorter buckets are
 * counted from local midnight in elapsed time, so that a day of 23 or 25 hours has as many of them.
 *
 * @param max stops after this many and one more, so that the caller can tell that it is too many.
 */
export function bucketStarts(
  from: number,
  to: number,
  interval: Interval,
  zone: string,
  max: number,
): number[] {
  if (interval === 'total') return [from];
  const starts: number[] = [];
  const minutes = MINUTES[interval];
  const unit = interval === '1mo' ? 'month' : interval === '1w' ? 'week' : 'day';
  let period = DateTime.fromMillis(from, { zone }).startOf(unit);
  while (period.toMillis() < to && starts.length <= max) {
    const next = period.plus({ [`${unit}s`]: 1 }).startOf(unit);
    if (minutes === undefined) starts.push(period.toMillis());
    else pushWithin(starts, period.toMillis(), next.toMillis(), minutes * 60_000, from, to, max);
    period = next;
  }
  return starts;
}

function pushWithin(
  starts: number[],
  begin: number,
  end: number,
  step: number,
  from: number,
  to: number,
  max: number,
) {
  const skipped = Math.max(0, Math.floor((from - begin) / step));
  for (let at = begin + skipped * step; at < end && at < to && starts.length <= max; at += step)
    starts.push(at);
}

/** The same length of time before `from`, in days where both ends are local midnights. UTC ms. */
export function previousRange(from: number, to: number, zone: string): { from: number; to: number } {
  const begin = DateTime.fromMillis(from, { zone });
  const end = DateTime.fromMillis(to, { zone });
  const midnights = +begin.startOf('day') === from && +end.startOf('day') === to;
  if (!midnights) return { from: from - (to - from), to: from };
  const months = end.diff(begin, ['months', 'days']).toObject();
  const step =
    months.days === 0 && begin.day === 1
      ? { months: months.months ?? 0 }
      : end.diff(begin, 'days').toObject();
  return { from: begin.minus(step).toMillis(), to: from };
}

/** ISO 8601 with the offset of the zone. */
export function toIso(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toISO()!;
}

/** `toIso` for answers of many rows that share their times: each instant is written once. */
export function isoIn(zone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => getOrInsert(known, at, () => toIso(at, zone));
}
