import type { ContactCenter } from '../../center/contact-center.ts';
import type { CalendarDays } from '../../center/holidays/calendar-days.ts';
import type { CenterCalendar } from '../../center/holidays/center-calendar.ts';
import { unknownOf } from '../../center/holidays/unknown.ts';
import type { Filters } from '../../metrics/filters.ts';
import { calendarOfQueues, specialDaysOfQueues } from '../special-days.ts';
import type { ForecastNote, ForecastRequest, SeriesForecast } from './series-forecast.ts';

type Series = Pick<SeriesForecast, 'queue' | 'channel'>;

/** What the configuration knows of the days of a series, past and to come. */
export interface KnownDays {
  readonly special: CalendarDays['byDate'];
  /** What known events make of a date's contacts: 1.4 is 40 % more. */
  readonly factor: (date: string) => number;
  readonly notes: readonly ForecastNote[];
}

/**
 * Special days are those of the queue's calendar, or of the default one where a series is of several queues. Known events
 * count for a series that they are wholly about.
 *
 * @param from `YYYY-MM-DD`, first day
 * @param to `YYYY-MM-DD`, last day
 * @param ahead `YYYY-MM-DD`, first day that is forecast: what is not known of later ones is noted
 */
export function knownDays(
  center: ContactCenter,
  series: Series,
  filters: ForecastRequest['filters'],
  { from, ahead, to }: { from: string; ahead: string; to: string },
): KnownDays {
  const queues = queuesOf(series, filters);
  const { byDate: special } = specialDaysOfQueues(center, queues, yearOf(from), yearOf(to));
  const events = center.workforce.events.map((event) => ({ event, touch: touchOf(event, series, filters) }));
  const whole = events.filter(({ touch }) => touch === 'all').map(({ event }) => event);
  const inPart = events.filter(({ touch }) => touch === 'some').map(({ event }) => event);
  return {
    special,
    factor: (date) =>
      whole.reduce(
        (product, event) => (event.from <= date && date <= event.to ? product * (1 + event.change) : product),
        1,
      ),
    notes: [
      ...unknownYears(calendarOfQueues(center, queues), ahead, to),
      ...[...whole.map(wholeNote), ...inPart.map(partNote)].filter(
        (note) => note.to >= ahead && note.from <= to,
      ),
    ],
  };
}

type KnownEvent = ContactCenter['workforce']['events'][number];

function wholeNote({ name, from, to, change }: KnownEvent): ForecastNote {
  const text = `${name}: ${change < 0 ? '' : '+'}${Math.round(change * 100)} %, as the configuration says`;
  return { kind: 'event', from, to, text };
}

function partNote({ name, from, to }: KnownEvent): ForecastNote {
  const text = `${name} is about a part of this series only and is not counted: ask by queue and channel`;
  return { kind: 'event-in-part', from, to, text };
}

function unknownYears(calendar: CenterCalendar | undefined, from: string, to: string): ForecastNote[] {
  if (calendar?.source === undefined) return [];
  return unknownOf(calendar.source, yearOf(from), yearOf(to)).map((text) => ({
    kind: 'unknown-holidays',
    from,
    to,
    text,
  }));
}

function queuesOf({ queue }: Series, filters: Filters): readonly string[] {
  return queue === null ? (filters.queue ?? []) : [queue];
}

/** Whether an event is about all of a series, some or none of it. */
export function touchOf(
  event: KnownEvent,
  { queue, channel }: Series,
  filters: Filters,
): 'all' | 'some' | 'none' {
  const touches = [
    partOf(event.queue, queue === null ? filters.queue : [queue]),
    partOf(event.channel, channel === null ? filters.channel : [channel]),
  ];
  if (touches.includes('none')) return 'none';
  return touches.every((touch) => touch === 'all') ? 'all' : 'some';
}

/** How much of what a series has an event names. Nothing named is everything. */
function partOf(named: readonly string[], own: readonly string[] | undefined): 'all' | 'some' | 'none' {
  if (named.length === 0) return 'all';
  if (own === undefined) return 'some';
  const hit = own.filter((value) => named.includes(value)).length;
  if (hit === 0) return 'none';
  return hit === own.length ? 'all' : 'some';
}

const yearOf = (date: string): number => Number(date.slice(0, 4));
