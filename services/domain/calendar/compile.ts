import { IANAZone } from 'luxon';
import { type CalendarDefinition, CalendarError, type CalendarFault, HORIZON_MS } from './definition.ts';
import { DAY_MS, type Hours } from './hours.ts';
import { type ListedDates, readDates } from './listed-dates.ts';
import { buildOpenTable } from './open-table.ts';
import { createOpenTables, type OpenTables } from './open-tables.ts';
import { readWeekly } from './weekly-hours.ts';

/** A calendar ready for `businessMs` and `addBusiness`. Holds a cache: compile once, keep, share. */
export interface CompiledCalendar {
  /** Open at every instant: business time is elapsed time, whatever the zone. */
  readonly alwaysOpen: boolean;
  /** No open time lies outside [fromMs, toMs), UTC, except where it is always open. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly tables: OpenTables;
}

const MAX_TABLES = 16;

/** 1970-01-01, day 0, was a Thursday; the week begins on Monday. */
const WEEKDAY_OF_DAY_0 = 3;

/**
 * @throws CalendarError with every fault of the definition: unknown zone or weekday, faulty hours or dates,
 *   hours that overlap, a date that is both holiday and special day, no open time at all
 */
export function compileCalendar(definition: CalendarDefinition): CompiledCalendar {
  const faults: CalendarFault[] = [];
  const zone = IANAZone.create(definition.zone);
  if (!zone.isValid) faults.push({ path: ['zone'], message: `"${definition.zone}" is no known time zone` });
  const weekly = readWeekly(definition.weekly, faults);
  const dates = readDates(definition, faults);
  if (!namesHours(definition))
    faults.push({ path: ['weekly'], message: 'no open time, nor on a special day' });
  if (faults.length > 0) throw new CalendarError(faults);

  const hoursOn = (day: number): readonly Hours[] =>
    dates.get(day) ?? weekly[(day + WEEKDAY_OF_DAY_0) % 7] ?? [];
  const range = openRange(weekly, dates);
  return {
    alwaysOpen: dates.size === 0 && weekly.every(coversDay),
    ...range,
    tables: createOpenTables(
      (fromMs, toMs) =>
        buildOpenTable(zone, hoursOn, Math.max(fromMs, range.fromMs), Math.min(toMs, range.toMs)),
      MAX_TABLES,
    ),
  };
}

function namesHours({ weekly, special }: CalendarDefinition): boolean {
  if (weekly === '24x7') return true;
  return [...Object.values(weekly), ...Object.values(special ?? {})].some(
    (hours) => (hours ?? []).length > 0,
  );
}

function coversDay(hours: readonly Hours[]): boolean {
  let coveredMs = 0;
  for (const { startMs, endMs } of hours) if (startMs === coveredMs) coveredMs = endMs;
  return coveredMs === DAY_MS;
}

/** Where special days alone open, the dates around them: a search for more open time ends there, not in 2199. */
function openRange(weekly: readonly Hours[][], dates: ListedDates): { fromMs: number; toMs: number } {
  if (weekly.some((hours) => hours.length > 0)) return { fromMs: 0, toMs: HORIZON_MS };
  const days = [...dates.keys()];
  // No zone is a whole day away from UTC.
  return {
    fromMs: Math.max(0, (Math.min(...days) - 1) * DAY_MS),
    toMs: Math.min(HORIZON_MS, (Math.max(...days) + 2) * DAY_MS),
  };
}
