import { type Alert, alertId, NO_SUBJECT } from '../../services/alerting/alert.ts';

/** A firing breach of a conversation; fields may be others. */
export function alertOf(fields: Partial<Alert> = {}): Alert {
  const conversationId = fields.conversationId ?? 'c1';
  return {
    ...NO_SUBJECT,
    id: alertId('breach', conversationId),
    version: 1,
    rule: 'breach',
    kind: 'sla_breach',
    severity: 'critical',
    state: 'firing',
    beganAt: Date.UTC(2026, 2, 5, 12),
    changedAt: Date.UTC(2026, 2, 5, 12),
    reason: 'due',
    late: false,
    unconfirmed: false,
    value: null,
    threshold: 3_600_000,
    labels: {},
    title: 'breach',
    runbook: '',
    stream: 'tickets',
    metric: 'first_response',
    queue: 'billing',
    ...fields,
    conversationId,
  };
}
