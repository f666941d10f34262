import type { AlertRule } from '../../center/config/alerting/rules.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Alert } from '../alert.ts';
import { type CalendarNamed, type Hours, hoursNamed } from '../hours.ts';
import type { Stream } from './streams.ts';

/** The hours in which an alert may be told by a stream: those of its rule, and of the route. */
export type TellingHours = (alert: Pick<Alert, 'rule'>, stream: Pick<Stream, 'settings'>) => Hours;

/** @param calendarNamed knows the calendars that rules and routes name */
export function createTellingHours(
  rules: readonly Pick<AlertRule, 'id' | 'during'>[],
  calendarNamed: CalendarNamed,
): TellingHours {
  const ofRule = new Map(rules.map(({ id, during }) => [id, during]));
  const known = new Map<string, Hours>();
  return ({ rule }, { settings }) => {
    const names = [ofRule.get(rule), settings.during];
    return getOrInsert(known, JSON.stringify(names), () => hoursNamed(names, calendarNamed));
  };
}

/** Of several ways of an alert to one channel the one that is open first when it begins to fire, for each channel. */
export function firstOpen(streams: readonly Stream[], alert: Alert, hoursOf: TellingHours): Stream[] {
  const first = new Map<string, { stream: Stream; opensAt: number }>();
  for (const stream of streams) {
    const opensAt = hoursOf(alert, stream).opensAt(alert.changedAt);
    const known = first.get(stream.channel);
    if (known === undefined || opensAt < known.opensAt) first.set(stream.channel, { stream, opensAt });
  }
  return [...first.values()].map(({ stream }) => stream);
}
