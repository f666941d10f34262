import { DateTime } from 'luxon';
import { type Hours, parseHours } from '../../domain/calendar/hours.ts';
import type { SpecialDay, SpecialDayKind } from '../../domain/calendar/special-day.ts';
import { readWeekly } from '../../domain/calendar/weekly-hours.ts';
import type { CenterCalendar } from './center-calendar.ts';
import { specialDaysOf } from './index.ts';

/** The special days of a calendar, for planning. */
export interface CalendarDays {
  readonly byDate: ReadonlyMap<string, SpecialDay>;
  /** Years of which the source does not know all. */
  readonly unknownYears: readonly number[];
}

/** What a date is called that is listed and that no source names: all of a kind alike, so that they tell of each other. */
const NAMES: Readonly<Record<SpecialDayKind, string>> = {
  closed: 'Closed day',
  half: 'Short day',
  working: 'Working day',
  observed: 'Special hours',
};

/**
 * The dates of some years on which a calendar is not as on others of their weekday: those of its source, and those that
 * are listed, whose hours say what kind they are.
 *
 * @param fromYear first year
 * @param toYear last year, in it
 */
export function specialDaysOfCalendar(
  calendar: CenterCalendar,
  fromYear: number,
  toYear: number,
): CalendarDays {
  const { source } = calendar;
  const known = source === undefined ? null : specialDaysOf(source, fromYear, toYear);
  const byDate = new Map((known?.days ?? []).map((day) => [day.date, day]));
  const weekly = readWeekly(calendar.weekly, []);
  const list = (date: string, kind: SpecialDayKind): void => {
    const year = Number(date.slice(0, 4));
    if (year < fromYear || year > toYear) return;
    byDate.set(date, { date, name: byDate.get(date)?.name ?? NAMES[kind], kind });
  };
  for (const date of calendar.holidays ?? []) list(date, 'closed');
  for (const [date, texts] of Object.entries(calendar.special ?? {})) {
    const { weekday } = DateTime.fromISO(date, { zone: 'utc' });
    const hours = texts.flatMap((text) => parseHours(text) ?? []);
    list(date, kindOf(openMs(hours), openMs(weekly[weekday - 1]!), byDate.get(date)?.kind));
  }
  return { byDate, unknownYears: known?.unknownYears ?? [] };
}

/** What the hours of a date make it, against those of its weekday. A weekend that is worked is so also where some is usual. */
function kindOf(ownMs: number, usualMs: number, known: SpecialDayKind | undefined): SpecialDayKind {
  if (ownMs === 0) return 'closed';
  if (usualMs === 0) return 'working';
  if (ownMs < usualMs) return 'half';
  return known === 'working' ? 'working' : 'observed';
}

const openMs = (hours: readonly Hours[]): number =>
  hours.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
