import type { SpecialDay, SpecialDayKind } from '../calendar/special-day.ts';
import type { Day, ObservedDay } from './day.ts';

const DAY_MS = 86_400_000;

/**
 * A series as a table of days by places, with what is known of each day, without holes: a day that the history leaves
 * out has no values. Days of history come first, then those up to the end of the horizon.
 */
export interface Grid {
  readonly perDay: number;
  /** Days of history. */
  readonly past: number;
  /** All days. */
  readonly days: number;
  /** Date of the first day, in days since 1970. */
  readonly first: number;
  /** Of the history, divided by the factors of known events; NaN where nothing is known. */
  readonly values: Float64Array;
  /** 0 is Monday. */
  readonly weekdays: Uint8Array;
  /** 1 to 31. */
  readonly monthDays: Uint8Array;
  /** Months since year 0. */
  readonly months: Int32Array;
  /** What known events make of a day's contacts: 1.4 is 40 % more. */
  readonly factors: Float64Array;
  readonly specials: readonly (SpecialDay | null)[];
  /** 1 where a day is as its weekday says: no special day, or one that closes nothing. */
  readonly ordinary: Uint8Array;
}

/** Kinds of special days that are not like their weekday. */
export const MOVING_KINDS: readonly SpecialDayKind[] = ['closed', 'half', 'working'];

/** Days since 1970 of `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** `YYYY-MM-DD` of a number of days since 1970. */
export function dateOf(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

export function createGrid(
  history: readonly ObservedDay[],
  horizon: readonly Day[],
  perDay: number,
  special: (date: string) => SpecialDay | null,
  factor: (date: string) => number,
): Grid {
  const numbers = history.map(({ date }) => dayNumber(date));
  const first = history.length > 0 ? Math.min(...numbers) : dayNumber(horizon[0]?.date ?? '1970-01-01');
  const past = history.length > 0 ? Math.max(...numbers) - first + 1 : 0;
  const days = horizon.reduce((most, { date }) => Math.max(most, dayNumber(date) - first + 1), past);
  const weekdays = new Uint8Array(days);
  const monthDays = new Uint8Array(days);
  const months = new Int32Array(days);
  const factors = new Float64Array(days);
  const ordinary = new Uint8Array(days);
  const specials: (SpecialDay | null)[] = [];
  const dates = new Map([...history, ...horizon].map(({ date }) => [dayNumber(date) - first, date]));
  for (let day = 0; day < days; day++) {
    const date = dates.get(day) ?? dateOf(first + day);
    // 1 January 1970 was a Thursday.
    weekdays[day] = (first + day + 3) % 7;
    monthDays[day] = Number(date.slice(8));
    months[day] = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
    factors[day] = factor(date);
    const found = special(date);
    specials.push(found);
    ordinary[day] = found !== null && MOVING_KINDS.includes(found.kind) ? 0 : 1;
  }
  const values = new Float64Array(past * perDay).fill(Number.NaN);
  const seen = new Uint8Array(perDay);
  history.forEach((observed, i) => {
    const day = numbers[i]! - first;
    fillDay(values.subarray(day * perDay, (day + 1) * perDay), observed, factors[day]!, seen.fill(0));
  });
  return { perDay, past, days, first, values, weekdays, monthDays, months, factors, specials, ordinary };
}

/** Two intervals of one place, on the day when the clocks go back, count as their mean. */
function fillDay(
  into: Float64Array,
  { places, values }: ObservedDay,
  factor: number,
  seen: Uint8Array,
): void {
  // Nothing can be told of such days: what an event makes of nothing is nothing.
  if (!(factor > 0)) return;
  for (let i = 0; i < places.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const place = places[i]!;
    const count = seen[place]!;
    into[place] = ((count === 0 ? 0 : into[place]! * count) + value / factor) / (count + 1);
    seen[place] = count + 1;
  }
}
