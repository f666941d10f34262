import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { createCalendar } from '../../services/simulator/calendar.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { eventsBetween } from '../../services/simulator/events-between.ts';
import type { Profile } from '../../services/simulator/profile.ts';

export const DAY = 86_400_000;

/** 04:00 in Berlin on Monday, 15 January 2024. */
export const MONDAY = Date.parse('2024-01-15T03:00:00Z');

/** A tenth of the default center, for tests that need little traffic. */
export const SMALL: Profile = { ...DEFAULT_PROFILE, scale: 0.1 };

const berlin = createCalendar('Europe/Berlin');

/** When the day of the center begins that is so many days after `MONDAY`. */
export function dayStart(day: number): number {
  return berlin.day(berlin.numberAt(MONDAY) + day).startsAt;
}

/** All events of some days of a center that opened with the first of them. */
export function simulate(
  seed: number,
  days: number,
  opensAt = MONDAY,
  profile = DEFAULT_PROFILE,
): OutgoingEvent[] {
  return [...eventsBetween({ profile, seed, opensAt, from: opensAt, to: opensAt + days * DAY })];
}

/** Events of one topic in lists by key, each in the order of the stream. */
export function byKey<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const item of items) {
    const list = lists.get(key(item));
    if (list === undefined) lists.set(key(item), [item]);
    else list.push(item);
  }
  return lists;
}
