import type { Alert } from '../../../services/alerting/alert.ts';
import { createDispatcher, type Dispatcher } from '../../../services/alerting/notify/dispatcher.ts';
import type { Notification } from '../../../services/alerting/notify/notification.ts';
import { createTellingHours } from '../../../services/alerting/notify/telling-hours.ts';
import { compiledCalendars } from '../../../services/alerting/targets/warn-at.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { alertOf } from '../alerts.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const T0 = Date.UTC(2026, 2, 5, 12);

/** A calendar that is open and closed for so many minutes in turn, all day long, from `from` minutes after midnight on. */
export function openInTurn(open: number, closed: number, from = 0) {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const hours: string[] = [];
  for (let begin = from; begin + open <= 24 * 60; begin += open + closed) {
    hours.push(`${clock(begin)}-${clock(begin + open)}`);
  }
  return { zone: 'UTC', weekly: { thu: hours } };
}

export interface Section {
  rules?: object[];
  routes?: object[];
  inhibit?: object[];
}

/** Makes dispatchers of the channels `a`, `b` and `c`, of which `c` hears of acknowledgements. */
export function dispatchersOf(section: Section, calendars: Record<string, object> = {}): () => Dispatcher {
  const channels = ['a', 'b', 'c'];
  const alerting = { channels: channels.map((id) => ({ id, kind: 'kafka' })), ...section };
  const center = parseContactCenter(JSON.stringify({ calendars, alerting }), 'test.yaml');
  const compiled = compiledCalendars(center);
  const { rules, routes, inhibit } = center.alerting;
  const hoursOf = createTellingHours(rules, (name) => compiled.get(name)!);
  return () => createDispatcher({ routes, inhibit, channels, hearsAcknowledged: new Set(['c']), hoursOf });
}

export function dispatcherOf(section: Section = {}, calendars: Record<string, object> = {}): Dispatcher {
  return dispatchersOf(section, calendars)();
}

export function firing(id: string, at = T0, fields: Partial<Alert> = {}): Alert {
  return alertOf({ id, conversationId: id, beganAt: at, changedAt: at, ...fields });
}

export function resolved(alert: Alert, at: number): Alert {
  return { ...alert, version: alert.version + 1, state: 'resolved', reason: 'fulfilled', changedAt: at };
}

/** Such as `a changed x* y-`: the channel, why, and the alerts: `*` fires, `-` is over. */
export function textOf({ channel, cause, alerts }: Notification): string {
  const told = alerts.map(({ alert }) => `${alert.id}${alert.state === 'firing' ? '*' : '-'}`);
  return [channel, cause, ...told].join(' ');
}

/** Lets time pass from `from` on, and gives what is told with the seconds after `T0`. */
export function runUntil(dispatcher: Dispatcher, until: number, from = T0): string[] {
  const told: string[] = [];
  for (let now = from; ; ) {
    told.push(...dispatcher.take(now).map((each) => `${(each.at - T0) / SECOND}: ${textOf(each)}`));
    const next = dispatcher.nextAt();
    if (next > until) return told;
    if (next <= now) throw new Error('the dispatcher has something at a time that is over');
    now = next;
  }
}
