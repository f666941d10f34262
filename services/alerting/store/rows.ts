import { float64, instant, text, uint8, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { Alert } from '../alert.ts';

/** The columns of `alerts` as a SELECT gives them back: the fields of `AlertRow`. */
export const SELECT_ALERT = `toUnixTimestamp64Milli(began_at)::Float64 AS beganAt, alert_id AS id, version,
  toUnixTimestamp64Milli(changed_at)::Float64 AS changedAt, rule, kind, severity, state, reason, late, unconfirmed,
  value, threshold, stream, conversation_id AS conversationId, metric, seq, queue, team, agent, channel, priority,
  customer_tier AS customerTier, policy, labels, title, runbook`;

/** A figure that there is not is NaN in the table, which JSON gives as null. */
export type AlertRow = Omit<Alert, 'labels' | 'late' | 'unconfirmed'> & {
  labels: string;
  late: 0 | 1;
  unconfirmed: 0 | 1;
};

export function alertOfRow(row: AlertRow): Alert {
  return {
    ...row,
    late: row.late === 1,
    unconfirmed: row.unconfirmed === 1,
    labels: JSON.parse(row.labels) as Record<string, string>,
  };
}

/** Rows of `alerts`. */
export function alertRows(alerts: readonly Alert[]) {
  const rows = rowsOf({
    began_at: instant(),
    alert_id: text(),
    version: uint32(),
    changed_at: instant(),
    rule: word(),
    kind: word(),
    severity: word(),
    state: word(),
    reason: word(),
    late: uint8(),
    unconfirmed: uint8(),
    value: float64(),
    threshold: float64(),
    stream: word(),
    conversation_id: text(),
    metric: word(),
    seq: uint32(),
    queue: word(),
    team: word(),
    agent: word(),
    channel: word(),
    priority: word(),
    customer_tier: word(),
    policy: word(),
    labels: word(),
    title: word(),
    runbook: word(),
  });
  const { columns } = rows;
  for (const alert of alerts) {
    columns.began_at.add(alert.beganAt);
    columns.alert_id.add(alert.id);
    columns.version.add(alert.version);
    columns.changed_at.add(alert.changedAt);
    columns.rule.add(alert.rule);
    columns.kind.add(alert.kind);
    columns.severity.add(alert.severity);
    columns.state.add(alert.state);
    columns.reason.add(alert.reason);
    columns.late.add(Number(alert.late));
    columns.unconfirmed.add(Number(alert.unconfirmed));
    columns.value.add(alert.value ?? Number.NaN);
    columns.threshold.add(alert.threshold ?? Number.NaN);
    columns.stream.add(alert.stream);
    columns.conversation_id.add(alert.conversationId);
    columns.metric.add(alert.metric);
    columns.seq.add(alert.seq);
    columns.queue.add(alert.queue);
    columns.team.add(alert.team);
    columns.agent.add(alert.agent);
    columns.channel.add(alert.channel);
    columns.priority.add(alert.priority);
    columns.customer_tier.add(alert.customerTier);
    columns.policy.add(alert.policy);
    columns.labels.add(JSON.stringify(alert.labels));
    columns.title.add(alert.title);
    columns.runbook.add(alert.runbook);
  }
  return rows;
}
