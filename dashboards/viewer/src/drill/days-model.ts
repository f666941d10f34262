import { midnight } from '../format/zone.ts';

/** A row of `/api/v1/workforce/forecast`, as far as it is drawn. */
export interface ForecastRow {
  readonly bucket: string;
  readonly forecast: number | null;
  readonly lower80: number | null;
  readonly upper80: number | null;
  readonly actual: number | null;
  /** Name of the special day. */
  readonly special: string | null;
}

/** A day of a zone; from its midnight to the next, UTC ms. */
export interface ForecastDay {
  readonly from: number;
  readonly to: number;
  readonly special: string | null;
  readonly rows: readonly ForecastRow[];
}

/** So many days of the same weekday are shown. */
const weeks = 6;
const weekDays = 7;
const dayMs = 86_400_000;

/** How many weeks before the day of `at` the same weekday is over, at the latest. */
function weeksBack(at: number, now: number, zone: string): number {
  const days = Math.round((midnight(at, 0, zone) - midnight(now, 0, zone)) / dayMs);
  return Math.max(1, Math.floor(days / weekDays) + 1);
}

/** The day of an instant, and the time in which the days behind it lie, each from midnight to midnight. */
export function spansBehind(at: number, now: number, zone: string) {
  const last = weeksBack(at, now, zone);
  return {
    day: { from: midnight(at, 0, zone), to: midnight(at, 1, zone) },
    past: {
      from: midnight(at, -weekDays * (last + weeks - 1), zone),
      to: midnight(at, -weekDays * last + 1, zone),
    },
  };
}

function dayOf(rows: readonly ForecastRow[], from: number, to: number): ForecastDay {
  const own = rows.filter(({ bucket }) => Date.parse(bucket) >= from && Date.parse(bucket) < to);
  return { from, to, rows: own, special: own.find(({ special }) => special)?.special ?? null };
}

/** The day of an instant, of its own rows. */
export const theDay = (rows: readonly ForecastRow[], at: number, zone: string): ForecastDay =>
  dayOf(rows, midnight(at, 0, zone), midnight(at, 1, zone));

/** The latest days of the weekday of `at` that are over, the newest first; days without a figure are left out. */
export function daysBehind(
  rows: readonly ForecastRow[],
  at: number,
  now: number,
  zone: string,
): readonly ForecastDay[] {
  const last = weeksBack(at, now, zone);
  return Array.from({ length: weeks }, (_, week) => -weekDays * (last + week))
    .map((days) => dayOf(rows, midnight(at, days, zone), midnight(at, days + 1, zone)))
    .filter(({ rows: own }) => own.some(({ actual, forecast }) => actual !== null || forecast !== null));
}

/** The sum of a figure over a day; null where it has none. */
export function totalOf({ rows }: ForecastDay, name: 'forecast' | 'actual'): number | null {
  const known = rows.flatMap((row) => row[name] ?? []);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
}
