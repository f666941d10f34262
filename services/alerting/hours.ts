import { addBusiness, businessMs } from '../domain/calendar/business-time.ts';
import type { CompiledCalendar } from '../domain/calendar/compile.ts';

/** The hours in which something is to be told. Times are UTC ms. */
export interface Hours {
  /** The earliest instant in them, `at` itself or later; Infinity where there is none. */
  opensAt(at: number): number;
  /** The earliest instant by which `ms` of them have passed since `at`; Infinity where there are not so many. */
  after(at: number, ms: number): number;
}

/** The calendar of a name in the configuration. */
export type CalendarNamed = (name: string) => CompiledCalendar;

/** Open time that goes on for longer is looked through in pieces of this length. */
const MAX_PIECE_MS = 400 * 86_400_000;
/** Calendars that are never open together are given up after so many openings: years of days, with breaks. */
const MAX_OPENINGS = 5_000;

/** The hours in which all of these calendars are open; without any, all hours. */
export function hoursOf(calendars: readonly CompiledCalendar[]): Hours {
  const [only] = calendars;
  if (only === undefined) return { opensAt: (at) => at, after: (at, ms) => at + ms };
  if (calendars.length === 1) {
    return { opensAt: (at) => openingOf(only, at), after: (at, ms) => addBusiness(only, at, ms) };
  }

  function opensAt(at: number): number {
    let opening = at;
    for (let i = 0; i < MAX_OPENINGS; i++) {
      const next = Math.max(...calendars.map((calendar) => openingOf(calendar, opening)));
      if (next === opening) return opening;
      opening = next;
    }
    return Number.POSITIVE_INFINITY;
  }

  return {
    opensAt,
    after(at, ms) {
      let end = at;
      let left = ms;
      while (left > 0) {
        const opening = opensAt(end);
        if (opening === Number.POSITIVE_INFINITY) return opening;
        end = Math.min(opening + left, ...calendars.map((calendar) => closingOf(calendar, opening)));
        left -= end - opening;
      }
      return end;
    },
  };
}

/** The hours of the calendars of these names; of those that are not given, all. */
export function hoursNamed(names: readonly (string | undefined)[], calendarNamed: CalendarNamed): Hours {
  const given = new Set(names.filter((name) => name !== undefined));
  return hoursOf([...given].map(calendarNamed));
}

export function isOpen(hours: Hours, at: number): boolean {
  return hours.opensAt(at) === at;
}

function openingOf(calendar: CompiledCalendar, at: number): number {
  return addBusiness(calendar, at, 1) - 1;
}

/** Until when the calendar is open without a break, from an instant at which it is. Bisected: a break stays one. */
function closingOf(calendar: CompiledCalendar, at: number): number {
  let low = at + 1;
  let high = at + MAX_PIECE_MS;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (businessMs(calendar, at, middle) === middle - at) low = middle;
    else high = middle - 1;
  }
  return low;
}
