import type { CalendarDefinition } from '../../domain/calendar/definition.ts';
import { hoursText } from '../../domain/calendar/hours.ts';
import { readWeekly } from '../../domain/calendar/weekly-hours.ts';
import { type HolidaySource, specialDaysOf } from './index.ts';

/**
 * A business calendar with its dates written out, so that it can be pinned by its content; and where those come from
 * that nobody typed.
 */
export interface CenterCalendar extends CalendarDefinition {
  readonly source?: HolidaySource | undefined;
}

/**
 * The years whose holidays are written out. Fixed, as the dates are part of what a conversation was promised: with a
 * span that moves, the same configuration would be another calendar every January. From before what most centers keep to
 * later than the longest promise; what lies outside has plain weeks. East Asia's moon takes 50 to 70 ms a year to
 * reckon, so it is not more.
 */
export const WRITTEN_OUT = { from: 2015, to: 2040 } as const;

/** Whose hours a weekend has that is worked: a day with work on both sides, so that a night's rest is there too. */
const MIDWEEK = 2;

/**
 * A calendar with the holidays of a place: closed on those that close, and on weekends that are worked open as on
 * Wednesday (or the first weekday that is open at all). Half days and eves change nothing, as each center has its own way
 * with them. Where a date has hours of its own in `special`, these hold.
 *
 * @param definition a calendar that compiles, without holidays
 */
export function withHolidaysOf(source: HolidaySource, definition: CalendarDefinition): CenterCalendar {
  const weekly = readWeekly(definition.weekly, []);
  const working =
    weekly[MIDWEEK]!.length > 0 ? weekly[MIDWEEK]! : (weekly.find((day) => day.length > 0) ?? []);
  const own = definition.special ?? {};
  const { days } = specialDaysOf(source, WRITTEN_OUT.from, WRITTEN_OUT.to);
  const dates = (kind: 'closed' | 'working') =>
    days.filter((day) => day.kind === kind && !Object.hasOwn(own, day.date)).map(({ date }) => date);
  return {
    ...definition,
    holidays: dates('closed'),
    special: {
      ...Object.fromEntries(dates('working').map((date) => [date, working.map(hoursText)])),
      ...own,
    },
    source,
  };
}
