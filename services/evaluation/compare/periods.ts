import { DateTime } from 'luxon';
import { parseInstant } from '../../lib/time/range.ts';

/** A stretch of time, UTC ms; `to` is not in it. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads `<from>/<to>`, each as `parseInstant` does: `2026-04-01/2026-05-01`, `now-28d/d/now/d`. Null where it is none, or
 * ends before it begins.
 */
export function parsePeriod(text: string, zone: string, now: number): Period | null {
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
    const from = parseInstant(text.slice(0, at), zone, now, 'down');
    const to = parseInstant(text.slice(at + 1), zone, now, 'up');
    if (from !== null && to !== null) return from < to ? { from, to } : null;
  }
  return null;
}

/**
 * The whole days of a period that are over, counted from its begin on the clocks of the zone: their begins, and the end
 * of the last one.
 */
export function daysOf({ from, to }: Period, zone: string, now: number): { starts: number[]; end: number } {
  const begin = DateTime.fromMillis(from, { zone });
  const last = Math.min(to, now);
  const starts: number[] = [];
  let end = from;
  for (let i = 1; ; i++) {
    const next = begin.plus({ days: i }).toMillis();
    if (next > last) return { starts, end };
    starts.push(end);
    end = next;
  }
}

/** The length of a period in days of the zone, with a fraction where it ends within one. */
export function lengthOf({ from, to }: Period, zone: string): number {
  return DateTime.fromMillis(to, { zone }).diff(DateTime.fromMillis(from, { zone }), 'days').days;
}

/** The last so many whole days that are over, and as many before them. */
export function lately(days: number, zone: string, now: number): { a: Period; b: Period } {
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const [first, middle] = [2 * days, days].map((back) =>
    today.minus({ days: back }).startOf('day').toMillis(),
  ) as [number, number];
  return { a: { from: first, to: middle }, b: { from: middle, to: today.toMillis() } };
}

/**
 * Equal lengths before and after a change. What has not passed yet, or lies after `until`, is in neither: the length is
 * cut to whole weeks then, or to whole days where it is less than one.
 *
 * @param days the longest, whole days
 * @returns null where not even a day has passed
 */
export function aroundChange(
  change: { at: number; until: number | null },
  days: number,
  zone: string,
  now: number,
): { a: Period; b: Period } | null {
  const at = DateTime.fromMillis(change.at, { zone });
  const last = Math.min(now, change.until ?? now);
  const passed = Math.floor(lengthOf({ from: change.at, to: Math.max(last, change.at) }, zone));
  const cut = passed >= 7 ? passed - (passed % 7) : passed;
  const length = passed >= days ? days : cut;
  if (length < 1) return null;
  return {
    a: { from: at.minus({ days: length }).toMillis(), to: change.at },
    b: { from: change.at, to: at.plus({ days: length }).toMillis() },
  };
}

/** Weeks in which the year's same season lies, on the same weekdays. */
const WEEKS_OF_YEAR = 52;

/** Two periods further back, at which nothing was changed: what differs between them differs by itself. */
export interface Placebo {
  /** `before`: as soon before as they hold nothing of the later period; `year_before`: 52 weeks before. */
  readonly kind: 'before' | 'year_before';
  readonly weeks: number;
  readonly a: Period;
  readonly b: Period;
}

/** Whole weeks back, so that weekdays stay; none of two groups in the same period. */
export function placebosOf(a: Period, b: Period, zone: string): Placebo[] {
  if (a.from === b.from && a.to === b.to) return [];
  const later = a.from < b.from ? b : a;
  const weeks = Math.ceil(lengthOf(later, zone) / 7);
  const back = (at: number, by: number) => DateTime.fromMillis(at, { zone }).minus({ weeks: by }).toMillis();
  const shifted = (kind: Placebo['kind'], by: number): Placebo => ({
    kind,
    weeks: by,
    a: { from: back(a.from, by), to: back(a.to, by) },
    b: { from: back(b.from, by), to: back(b.to, by) },
  });
  return [
    ...(weeks < WEEKS_OF_YEAR ? [shifted('before', weeks)] : []),
    shifted('year_before', WEEKS_OF_YEAR * Math.max(1, Math.ceil(weeks / WEEKS_OF_YEAR))),
  ];
}
