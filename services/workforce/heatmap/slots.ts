import { DateTime } from 'luxon';
import { offsetStretches } from '../../domain/calendar/offsets.ts';

/** Once that an interval of the day came round: 10:00 to 10:30 on a date. */
export interface Slot {
  /** UTC ms; `end` is not in it. */
  readonly start: number;
  readonly end: number;
  /** `YYYY-MM-DD`, on the clocks of the zone. */
  readonly date: string;
  /** Place in the week, from 0, Monday at midnight. */
  readonly place: number;
  /** As long as intervals are, and wholly in the range. */
  readonly whole: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 1970-01-01, day 0, was a Thursday; the week begins on Monday. */
const WEEKDAY_OF_DAY_0 = 3;

/**
 * The intervals that a range touches, in order, each as the clocks of the zone show it. Where clocks go back, what they
 * show twice is there twice: two intervals of one name. Where they go forward, what they skip is not there. A clock that
 * is set by less than an interval (Lord Howe's by half an hour) leaves a shorter one, which is not whole.
 *
 * @param from UTC ms
 * @param to UTC ms, not in the range
 * @param minutes length of an interval; divides the hour
 */
export function slotsBetween(from: number, to: number, minutes: number, zone: string): Slot[] {
  const step = minutes * MINUTE_MS;
  const perDay = DAY_MS / step;
  const slots: Slot[] = [];
  // Days more than needed, so that only clocks cut the intervals at hand, and by whole days, so that they are found again.
  const firstDay = Math.floor(from / DAY_MS) - 1;
  const lastDay = Math.ceil(to / DAY_MS) + 1;
  const stretches = offsetStretches(zoneOf(zone), firstDay * DAY_MS, lastDay * DAY_MS);
  for (const { fromMs, toMs, offsetMs } of stretches) {
    const begin = Math.max(fromMs, from - step);
    for (let wall = floor(begin + offsetMs, step); wall < Math.min(toMs, to) + offsetMs; wall += step) {
      const start = Math.max(wall - offsetMs, fromMs);
      const end = Math.min(wall + step - offsetMs, toMs);
      if (end <= from) continue;
      const day = Math.floor(wall / DAY_MS);
      slots.push({
        start,
        end,
        date: new Date(wall).toISOString().slice(0, 10),
        place: ((day + WEEKDAY_OF_DAY_0) % 7) * perDay + (wall - day * DAY_MS) / step,
        whole: end - start === step && start >= from && end <= to,
      });
    }
  }
  return slots;
}

const floor = (ms: number, step: number): number => Math.floor(ms / step) * step;

const zoneOf = (zone: string) => DateTime.utc().setZone(zone).zone;
