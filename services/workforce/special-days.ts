import type { ContactCenter } from '../center/contact-center.ts';
import { type CalendarDays, specialDaysOfCalendar } from '../center/holidays/calendar-days.ts';
import type { CenterCalendar } from '../center/holidays/center-calendar.ts';

const NONE: CalendarDays = { byDate: new Map(), unknownYears: [] };

type Reference = Pick<ContactCenter, 'calendars' | 'defaultCalendar' | 'queues'>;

/**
 * The calendar that some queues have in common; where they have several, and for all queues together, the default one.
 *
 * @param queues ids; none for all
 */
export function calendarOfQueues(center: Reference, queues: readonly string[]): CenterCalendar | undefined {
  const names = new Set(
    queues.map((id) => center.queues.find((queue) => queue.id === id)?.calendar ?? center.defaultCalendar),
  );
  const [own] = names;
  const name = names.size === 1 ? own : center.defaultCalendar;
  return name === undefined ? undefined : center.calendars[name];
}

/**
 * The special days of the calendar of some queues; none without one.
 *
 * @param queues ids; none for all
 * @param fromYear first year
 * @param toYear last year, in it
 */
export function specialDaysOfQueues(
  center: Reference,
  queues: readonly string[],
  fromYear: number,
  toYear: number,
): CalendarDays {
  const calendar = calendarOfQueues(center, queues);
  return calendar === undefined ? NONE : specialDaysOfCalendar(calendar, fromYear, toYear);
}
