import type { Alert } from '../../../services/alerting/alert.ts';
import { idempotencyKey } from '../../../services/alerting/alert.ts';
import type { Notification } from '../../../services/alerting/notify/notification.ts';

/** What a channel is told of an alert alone, or of a group of several. */
export function notificationOf(
  alerts: Alert | readonly Alert[],
  fields: Partial<Notification> = {},
): Notification {
  const told = [alerts].flat().map((alert) => ({ alert, key: idempotencyKey(alert) }));
  const grouped = Array.isArray(alerts);
  return {
    key: grouped ? 'group-key' : told[0]!.key,
    channel: 'hook',
    route: 0,
    cause: 'changed',
    group: grouped ? { key: 'group', labels: { queue: 'billing' } } : null,
    at: Date.UTC(2026, 2, 5, 12),
    alerts: told,
    firing: told.filter(({ alert }) => alert.state === 'firing').length,
    held: false,
    ...fields,
  };
}
