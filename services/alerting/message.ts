import type { SlaAlert } from '../../schemas/types.ts';
import { type Alert, idempotencyKey } from './alert.ts';
import type { Notification } from './notify/notification.ts';
import { summaryOf } from './summary.ts';

/** An alert as receivers get it: the value of `contact.sla-alerts`, and the JSON of webhooks. */
export type AlertMessage = SlaAlert;

/** What routes, silences and receivers know an alert by. Empty ones are left out. */
export function labelsOf(alert: Alert): Record<string, string> {
  const { rule, kind, severity, queue, team, agent, channel, priority, policy, metric } = alert;
  const own = { rule, kind, severity, metric, queue, team, agent, channel, priority, policy };
  const named = { ...alert.labels, ...own, customer_tier: alert.customerTier };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
}

export function messageOf(alert: Alert): AlertMessage {
  return {
    idempotency_key: idempotencyKey(alert),
    alert_id: alert.id,
    rule: alert.rule,
    kind: alert.kind,
    severity: alert.severity,
    state: alert.state,
    reason: alert.reason,
    summary: summaryOf(alert),
    began_at: alert.beganAt,
    changed_at: alert.changedAt,
    late: alert.late,
    unconfirmed: alert.unconfirmed,
    conversation_id: alert.conversationId || null,
    metric: alert.metric || null,
    value: alert.value,
    threshold: alert.threshold,
    labels: Object.entries(labelsOf(alert)).map(([name, value]) => ({ name, value })),
    runbook: alert.runbook || null,
  };
}

/** The alerts of notifications as machines get them, each under the key that it is told by. */
export function messagesOf(notifications: readonly Notification[]): AlertMessage[] {
  return notifications.flatMap(({ alerts }) =>
    alerts.map(({ alert, key }) => ({ ...messageOf(alert), idempotency_key: key })),
  );
}
