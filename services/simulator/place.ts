import { DateTime } from 'luxon';

/** Where a simulated center is, and how its week lies. */
export interface Place {
  /** IANA zone. */
  zone: string;
  /** Days after Monday on which its working week begins: 0 for most of the world, 6 where it begins on Sunday. */
  weekBegins: number;
}

/** Local hours, the last one not in it, in which a day at work has begun and will go on for a while. */
const BUSY = { from: 9, to: 15 };
/** The local time that is looked for elsewhere. */
const MID_MORNING = 10.5;
/** When the home market goes to bed: from then on few are there. */
const EVENING = 20;
const WEDNESDAY = 3;
const SATURDAY = 6;

/** A place an hour apart from the next, all around the world: it is the middle of the morning in one of them. */
const ZONES = [
  'Pacific/Pago_Pago',
  'Pacific/Honolulu',
  'America/Anchorage',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Halifax',
  'America/Sao_Paulo',
  'Atlantic/South_Georgia',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Istanbul',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Dhaka',
  'Asia/Bangkok',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Brisbane',
  'Pacific/Noumea',
  'Pacific/Auckland',
];

/** A center at home, with a week from Monday on. */
export const atHome = (zone: string): Place => ({ zone, weekBegins: 0 });

/**
 * The place in which a center is at work at a time: at home, if it is the middle of the day there, else where it is
 * the middle of the morning; with a week in which today is a working day, if it is none in the usual one.
 *
 * @param home IANA zone
 * @param now UTC ms
 */
export function placeAtWork(home: string, now: number): Place {
  const there = DateTime.fromMillis(now, { zone: home });
  const distance = (zone: string) => {
    const { hour, minute } = DateTime.fromMillis(now, { zone });
    return Math.abs(hour + minute / 60 - MID_MORNING);
  };
  const zone =
    there.hour >= BUSY.from && there.hour < BUSY.to
      ? home
      : ZONES.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const { weekday } = DateTime.fromMillis(now, { zone });
  // In the middle of its week, so that the days before were at work too.
  return { zone, weekBegins: weekday < SATURDAY ? 0 : weekday - WEDNESDAY };
}

/** The day of a center's week that a day of the calendar is: both from 1, Monday or the first of its working days. */
export function dayOfItsWeek(weekday: number, { weekBegins }: Pick<Place, 'weekBegins'>): number {
  return ((weekday - 1 - weekBegins + 7) % 7) + 1;
}

/** Where a simulated center is and what it does at a time, in a line for people. */
export function placeLine(place: Place, now: number): string {
  const there = DateTime.fromMillis(now, { zone: place.zone, locale: 'en' });
  const day = dayOfItsWeek(there.weekday, place);
  const week =
    place.weekBegins === 0
      ? ''
      : ` and the week begins on ${there.minus({ days: day - 1 }).toFormat('cccc')}`;
  const begins = there.set({ hour: BUSY.from, minute: 0 });
  const opensIn = Array.from({ length: 8 }, (_, days) => begins.plus({ days })).find(
    (at) => at > there && dayOfItsWeek(at.weekday, place) < SATURDAY,
  )!;
  const open = day < SATURDAY && there.hour >= BUSY.from - 1 && there.hour < EVENING;
  const does = open ? `busy until about ${EVENING}:00` : `quiet until ${opensIn.toFormat('cccc')}`;
  return `The simulated center is in ${place.zone}, where it is ${there.toFormat('cccc HH:mm')}${week}; it is ${does}`;
}
