import { type Alert, idempotencyKey } from '../alert.ts';
import type { Notification } from '../notify/notification.ts';
import type { Channel } from './channel.ts';

/** Alerts in one reminder. */
const MAX_ALERTS = 500;

/** Knows what a channel must hear again and again, lest it thinks that it is over. */
export interface Reminder {
  /** The channel has taken these. */
  taken(notifications: readonly Notification[]): void;
  /** These fire, and the channel was told before. */
  know(alerts: readonly Alert[]): void;
  /** How long until it must be reminded; infinite if it need not be. */
  dueInMs(): number;
  /** What to send now; the next time comes after as long again, whatever becomes of it. */
  due(): Notification[];
}

export function createReminder(
  { id, refreshMs }: Pick<Channel, 'id' | 'refreshMs'>,
  now: () => number,
): Reminder {
  const firing = new Map<string, Alert>();
  let nextAt = now();

  return {
    taken(notifications) {
      if (refreshMs === null) return;
      for (const { alert } of notifications.flatMap(({ alerts }) => alerts)) {
        if (alert.state === 'firing') firing.set(alert.id, alert);
        else firing.delete(alert.id);
      }
    },
    know(alerts) {
      if (refreshMs === null) return;
      for (const alert of alerts) firing.set(alert.id, alert);
    },
    dueInMs: () => (refreshMs === null || firing.size === 0 ? Number.POSITIVE_INFINITY : nextAt - now()),
    due() {
      const at = now();
      nextAt = at + (refreshMs ?? Number.POSITIVE_INFINITY);
      const alerts = [...firing.values()].map((alert) => ({ alert, key: idempotencyKey(alert) }));
      return Array.from({ length: Math.ceil(alerts.length / MAX_ALERTS) }, (_, i) => ({
        key: `reminder-${at}-${i}`,
        channel: id,
        route: 0,
        cause: 'repeated' as const,
        group: null,
        at,
        alerts: alerts.slice(i * MAX_ALERTS, (i + 1) * MAX_ALERTS),
        firing: alerts.length,
        held: false,
      }));
    },
  };
}
