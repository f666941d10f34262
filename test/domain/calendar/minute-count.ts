import { DateTime } from 'luxon';
import { type CalendarDefinition, WEEKDAYS } from '../../../services/domain/calendar/definition.ts';
import type { Occasion } from './arbitrary.ts';

export const MINUTE_MS = 60_000;

/** How many minutes of each occasion are known. */
export const KNOWN_MINUTES = 4 * 1440;

/** What the clock on the wall shows during one minute. */
interface WallMinute {
  readonly date: string;
  /** Monday is 0. */
  readonly weekday: number;
  readonly clock: string;
}

const seen = new Map<Occasion, WallMinute[]>();

/** luxon's wall clock, minute by minute from the occasion's day on; read once, it is slow. */
function wallMinutes(occasion: Occasion): WallMinute[] {
  const known = seen.get(occasion);
  if (known !== undefined) return known;
  const begin = Date.parse(occasion.day);
  const minutes = Array.from({ length: KNOWN_MINUTES }, (_, index) => {
    const time = DateTime.fromMillis(begin + index * MINUTE_MS, { zone: occasion.zone });
    return { date: time.toISODate()!, weekday: time.weekday - 1, clock: time.toFormat('HH:mm') };
  });
  seen.set(occasion, minutes);
  return minutes;
}

/** Open minutes from minute `from` to before minute `to` of an occasion, by looking at each one's wall clock. */
export function countOpenMinutes(
  definition: CalendarDefinition,
  occasion: Occasion,
  from: number,
  to: number,
): number {
  return wallMinutes(occasion)
    .slice(from, to)
    .filter((minute) => isOpen(definition, minute)).length;
}

function isOpen(
  { weekly, holidays, special }: CalendarDefinition,
  { date, weekday, clock }: WallMinute,
): boolean {
  if (holidays?.includes(date)) return false;
  const own = special?.[date];
  if (own !== undefined) return own.some((hours) => hours.slice(0, 5) <= clock && clock < hours.slice(6));
  if (weekly === '24x7') return true;
  const today = weekly[WEEKDAYS[weekday]!] ?? [];
  const yesterday = weekly[WEEKDAYS[(weekday + 6) % 7]!] ?? [];
  return (
    today.some((hours) => hours.slice(0, 5) <= clock && (clock < hours.slice(6) || isOvernight(hours))) ||
    yesterday.some((hours) => isOvernight(hours) && clock < hours.slice(6))
  );
}

function isOvernight(hours: string): boolean {
  return hours.slice(6) < hours.slice(0, 5);
}
