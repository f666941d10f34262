import { DateTime } from 'luxon';
import type { ContactCenter } from '../center/contact-center.ts';
import type { SpecialDayKind } from '../domain/calendar/special-day.ts';
import { touchOf } from './forecast/known.ts';
import type { ForecastRequest } from './forecast/series-forecast.ts';
import { specialDaysOfQueues } from './special-days.ts';

/** A stretch of days that has a name: a special day, or an event that was known ahead. */
export interface MarkedDays {
  /** First day and last, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly kind: SpecialDayKind | 'event';
  /** Share by which an event changes contacts; null for a special day, whose effect is learnt. */
  readonly change: number | null;
}

type Asked = Pick<ForecastRequest, 'from' | 'to' | 'zone' | 'filters'>;

/**
 * The days of a zone that [from, to) touches and that have a name, in order: those of the calendar of the queues that are
 * asked for, and events about any of them.
 */
export function markedDays(center: ContactCenter, { from, to, zone, filters }: Asked): MarkedDays[] {
  const dateOf = (at: number) => DateTime.fromMillis(at, { zone }).toISODate()!;
  const [first, last] = [dateOf(from), dateOf(to - 1)];
  const { byDate } = specialDaysOfQueues(center, filters.queue ?? [], yearOf(first), yearOf(last));
  const special = [...byDate.values()].map(({ date, name, kind }) => ({
    ...{ from: date, to: date, name, kind },
    change: null,
  }));
  const events = center.workforce.events
    .filter((event) => touchOf(event, ALL_TOGETHER, filters) !== 'none')
    .map(({ name, change, ...days }) => ({
      from: days.from,
      to: days.to,
      name,
      kind: 'event' as const,
      change,
    }));
  return [...special, ...events]
    .filter((one) => one.from <= last && one.to >= first)
    .sort((a, b) => compare(a.from, b.from) || compare(a.name, b.name));
}

const ALL_TOGETHER = { queue: null, channel: null };

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

const yearOf = (date: string): number => Number(date.slice(0, 4));
