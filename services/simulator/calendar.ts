import { DateTime, IANAZone } from 'luxon';
import { LinewatchError } from '../lib/errors.ts';
import { dayOfItsWeek } from './place.ts';
import { DAY, HOUR } from './units.ts';

/** Local hour at which one day of the center ends and the next begins: the quietest of the 24. */
const DAY_BORDER_HOUR = 4;

/** More minutes than a local time may have: a day of the center and a shift that goes on into the next. */
const MOST_MINUTES = 10_000;
/** A few days' of them. */
const MOST_TIMES = 1_000;

/** A day of the center, from 04:00 local to 04:00 local of the next date (23 or 25 hours when clocks change). */
export interface CenterDay {
  /** Days from 1970-01-01 to its local date. */
  number: number;
  /** Local date, such as 20240115. */
  date: string;
  /** Day of the center's week; 1 is Monday, unless its week begins on another day. */
  weekday: number;
  /** Counts the center's weeks. */
  week: number;
  /** UTC ms, inclusive. */
  startsAt: number;
  /** UTC ms, exclusive. */
  endsAt: number;
  /** The local hour (0 to 23) in which each hour since `startsAt` begins. */
  hours: readonly number[];
}

/** The days of a center in its time zone. */
export interface Calendar {
  /** Number of the day that contains a UTC time. */
  numberAt(at: number): number;
  day(number: number): CenterDay;
  /** UTC ms of a local time, given in minutes since midnight of the day's date; may exceed 24 hours. */
  localTime(number: number, minutes: number): number;
}

/**
 * @param weekBegins days after Monday on which the center's week begins
 * @throws LinewatchError `SIMULATOR_PROFILE_INVALID` when the zone is none.
 */
export function createCalendar(zone: string, weekBegins = 0): Calendar {
  if (!IANAZone.isValidZone(zone))
    throw new LinewatchError('SIMULATOR_PROFILE_INVALID', `unknown time zone ${zone}`);
  const days = new Map<number, CenterDay>();
  // A hundred agents begin at a handful of times, and to ask a zone takes a tenth of what a day takes.
  const times = new Map<number, number>();

  const localTime = (number: number, minutes: number): number => {
    const place = number * MOST_MINUTES + minutes;
    let at = times.get(place);
    if (at === undefined) {
      at = DateTime.fromObject(
        { ...dateOf(number + Math.floor(minutes / 1440)), ...clockOf(minutes % 1440) },
        { zone },
      ).toMillis();
      if (times.size >= MOST_TIMES) times.clear();
      times.set(place, at);
    }
    return at;
  };

  const build = (number: number): CenterDay => {
    const startsAt = localTime(number, DAY_BORDER_HOUR * 60);
    const endsAt = localTime(number + 1, DAY_BORDER_HOUR * 60);
    const hours: number[] = [];
    for (let at = startsAt; at < endsAt; at += HOUR) hours.push(DateTime.fromMillis(at, { zone }).hour);
    const date = new Date(number * DAY).toISOString().slice(0, 10).replaceAll('-', '');
    const weekday = dayOfItsWeek(weekdayOf(number), { weekBegins });
    const week = Math.floor((number - weekBegins + 3) / 7);
    return { number, date, weekday, week, startsAt, endsAt, hours };
  };

  const dayOf = (number: number): CenterDay => {
    let day = days.get(number);
    if (day === undefined) {
      day = build(number);
      // A month is more than any event looks ahead; without a limit a year of live running would pile up.
      if (days.size >= 31) days.delete(days.keys().next().value!);
      days.set(number, day);
    }
    return day;
  };

  return {
    localTime,
    day: dayOf,
    numberAt(at) {
      // Zones are less than a day from UTC: the guess is off by one at most.
      const guess = Math.floor(at / DAY);
      const { startsAt, endsAt } = dayOf(guess);
      return at < startsAt ? guess - 1 : at < endsAt ? guess : guess + 1;
    },
  };
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

function dateOf(number: number): { year: number; month: number; day: number } {
  const date = new Date(number * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function clockOf(minutes: number): { hour: number; minute: number } {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 };
}
