import { type AlertMessage, messageOf } from '../message.ts';
import type { Notification } from '../notify/notification.ts';

/** The alerts of notifications as machines get them, each under the key that it is told by. */
export function messagesOf(notifications: readonly Notification[]): AlertMessage[] {
  return notifications.flatMap(({ alerts }) =>
    alerts.map(({ alert, key }) => ({ ...messageOf(alert), idempotency_key: key })),
  );
}
