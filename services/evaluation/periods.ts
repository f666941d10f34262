import { DateTime, type DurationLikeObject } from 'luxon';
import { parseInstant } from '../lib/time/range.ts';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'half-year', 'year', 'custom'] as const;
export type Period = (typeof PERIODS)[number];
export type Whole = Exclude<Period, 'custom'>;

/**
 * Which period: so many before (-1) or after the one that runs now, or the one that a date lies in; or from here to
 * there.
 */
export type When =
  | { kind: 'offset'; offset: number }
  | { kind: 'date'; date: string; offset?: number }
  | { kind: 'custom'; from: string; to: string };

/** Reads `now`, such as `-1` for the period before, or a date; null where it is none of them. */
export function readWhen(at: string): Exclude<When, { kind: 'custom' }> | null {
  if (at === 'now') return { kind: 'offset', offset: 0 };
  if (/^-?\d{1,4}$/.test(at)) return { kind: 'offset', offset: Number(at) };
  return /^\d{4}-\d{2}-\d{2}$/.test(at) && DateTime.fromISO(at).isValid ? { kind: 'date', date: at } : null;
}

/** UTC ms; `to` is not in it. */
export interface PeriodRange {
  from: number;
  to: number;
}

const LENGTHS: Record<Whole, DurationLikeObject> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  'half-year': { months: 6 },
  year: { years: 1 },
};

/**
 * The period on the clocks of a zone: days from midnight, weeks from Monday, quarters from January, April, July and
 * October, half-years from January and July. Null where the words name no time, or a time that ends before it begins.
 *
 * @param now UTC ms
 */
export function rangeOf(period: Period, when: When, zone: string, now: number): PeriodRange | null {
  if (when.kind === 'custom') {
    const from = parseInstant(when.from, zone, now, 'down');
    const to = parseInstant(when.to, zone, now, 'up');
    return from === null || to === null || from >= to ? null : { from, to };
  }
  const whole = period as Whole;
  const within =
    when.kind === 'date' ? DateTime.fromISO(when.date, { zone }) : DateTime.fromMillis(now, { zone });
  // Where clocks go forward at midnight a day begins at one o'clock, and its neighbours do not: so their begin is found anew.
  const begin = beginOf(whole, beginOf(whole, within).plus(times(LENGTHS[whole], when.offset ?? 0)));
  const end = beginOf(whole, begin.plus(LENGTHS[whole]));
  return begin.isValid && end.isValid ? { from: begin.toMillis(), to: end.toMillis() } : null;
}

const LABELS: Record<Whole, string> = {
  day: 'yyyy-MM-dd',
  week: "kkkk-'W'WW",
  month: 'yyyy-MM',
  quarter: "yyyy-'Q'q",
  'half-year': 'yyyy',
  year: 'yyyy',
};

/** A whole period by its number, as ISO 8601 has it where it has one: `2026-W47`, `2026-Q4`, `2026-H2`. */
export function labelOf(period: Whole, { from }: PeriodRange, zone: string): string {
  const begin = DateTime.fromMillis(from, { zone });
  const half = period === 'half-year' ? `-H${begin.month > 6 ? 2 : 1}` : '';
  return `${begin.toFormat(LABELS[period])}${half}`;
}

function beginOf(period: Whole, at: DateTime): DateTime {
  if (period !== 'half-year') return at.startOf(period);
  return at.startOf('year').plus({ months: at.month > 6 ? 6 : 0 });
}

function times(length: DurationLikeObject, factor: number): DurationLikeObject {
  return Object.fromEntries(Object.entries(length).map(([unit, count]) => [unit, count * factor]));
}
