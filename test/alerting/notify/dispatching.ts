import type { Alert } from '../../../services/alerting/alert.ts';
import { createDispatcher, type Dispatcher } from '../../../services/alerting/notify/dispatcher.ts';
import type { Notification } from '../../../services/alerting/notify/notification.ts';
import { alertOf } from '../alerts.ts';
import { alertingOf } from '../support.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const T0 = Date.UTC(2026, 2, 5, 12);

/** A dispatcher of the channels `a`, `b` and `c`, of which `c` hears of acknowledgements. */
export function dispatcherOf(section: { routes?: object[]; inhibit?: object[] } = {}): Dispatcher {
  const channels = ['a', 'b', 'c'];
  const { routes, inhibit } = alertingOf({
    channels: channels.map((id) => ({ id, kind: 'kafka' })),
    ...section,
  });
  return createDispatcher({ routes, inhibit, channels, hearsAcknowledged: new Set(['c']) });
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

/** Lets time pass, and gives what is told with the seconds after `T0`. */
export function runUntil(dispatcher: Dispatcher, until: number): string[] {
  const told: string[] = [];
  for (let now = T0; ; ) {
    told.push(...dispatcher.take(now).map((each) => `${(each.at - T0) / SECOND}: ${textOf(each)}`));
    const next = dispatcher.nextAt();
    if (next > until) return told;
    if (next <= now) throw new Error('the dispatcher has something at a time that is over');
    now = next;
  }
}
