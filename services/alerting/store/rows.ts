import { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { Alert } from '../alert.ts';

/** The columns of `alerts` in the order in which `alertRows` writes them. */
export const ALERT_COLUMNS = [
  'began_at',
  'alert_id',
  'version',
  'changed_at',
  'rule',
  'kind',
  'severity',
  'state',
  'reason',
  'late',
  'unconfirmed',
  'value',
  'threshold',
  'stream',
  'conversation_id',
  'metric',
  'seq',
  'queue',
  'team',
  'agent',
  'channel',
  'priority',
  'customer_tier',
  'policy',
  'labels',
  'title',
  'runbook',
] as const;

/** The same columns as a SELECT gives them back: the fields of `AlertRow`. */
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

export function alertRows(alerts: readonly Alert[]): RowBinaryWriter {
  const rows = new RowBinaryWriter();
  for (const alert of alerts) {
    rows.int64(alert.beganAt);
    rows.string(alert.id);
    rows.uint32(alert.version);
    rows.int64(alert.changedAt);
    rows.string(alert.rule);
    rows.string(alert.kind);
    rows.string(alert.severity);
    rows.string(alert.state);
    rows.string(alert.reason);
    rows.uint8(Number(alert.late));
    rows.uint8(Number(alert.unconfirmed));
    rows.float64(alert.value ?? Number.NaN);
    rows.float64(alert.threshold ?? Number.NaN);
    rows.string(alert.stream);
    rows.string(alert.conversationId);
    rows.string(alert.metric);
    rows.uint32(alert.seq);
    rows.string(alert.queue);
    rows.string(alert.team);
    rows.string(alert.agent);
    rows.string(alert.channel);
    rows.string(alert.priority);
    rows.string(alert.customerTier);
    rows.string(alert.policy);
    rows.string(JSON.stringify(alert.labels));
    rows.string(alert.title);
    rows.string(alert.runbook);
    rows.endRow();
  }
  return rows;
}
