import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { instant, text, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import type { Alert } from '../alert.ts';
import { type AlertRow, alertOfRow, alertRows, SELECT_ALERT } from './rows.ts';

/** What became of telling a transition to a channel. */
export interface Delivery {
  alert: Alert;
  channel: string;
  outcome: 'delivered' | 'failed';
  /** Why it failed; empty if it did not. */
  code: string;
  attempts: number;
  /** UTC ms. */
  finishedAt: number;
  /** It was to be told at once: it waited for no group, silence or hours, and was not repeated. */
  prompt: boolean;
}

/** The memory of alerting, in ClickHouse. All reject (retriable) while it is away; all may be repeated. */
export interface AlertStore {
  /** The newest state of alerts that are open, and of those that began after `since` (UTC ms). */
  load(since: number): Promise<Alert[]>;
  /** Transitions after `since` (UTC ms) that are for receivers, in order. */
  transitionsSince(since: number): Promise<Alert[]>;
  /** The newest state of the alerts of some rules that began in a range (UTC ms, both ends in it), by id. */
  newest(rules: readonly string[], from: number, until: number): Promise<ReadonlyMap<string, Alert>>;
  save(alerts: readonly Alert[]): Promise<void>;
  saveDeliveries(deliveries: readonly Delivery[]): Promise<void>;
}

export function createAlertStore(clickhouse: ClickHouse): AlertStore {
  return {
    async load(since) {
      const rows = await clickhouse.query<AlertRow>({
        sql: `SELECT * FROM (
  SELECT ${SELECT_ALERT}
  FROM alerts FINAL
  WHERE alerts.state != 'recorded'
  ORDER BY alert_id, version DESC
  LIMIT 1 BY alert_id
)
WHERE state IN ('pending', 'firing') OR beganAt >= {since:Float64}`,
        params: { since },
      });
      return rows.map(alertOfRow);
    },
    async transitionsSince(since) {
      const rows = await clickhouse.query<AlertRow>({
        sql: `SELECT ${SELECT_ALERT}
FROM alerts FINAL
WHERE changed_at >= fromUnixTimestamp64Milli({since:Int64}) AND state IN ('firing', 'resolved')
ORDER BY changed_at, alert_id, version`,
        params: { since },
      });
      return rows.map(alertOfRow);
    },
    async newest(rules, from, until) {
      const rows = await clickhouse.query<AlertRow>({
        sql: `SELECT ${SELECT_ALERT}
FROM alerts FINAL
WHERE rule IN {rules:Array(String)}
  AND began_at >= fromUnixTimestamp64Milli({from:Int64}) AND began_at <= fromUnixTimestamp64Milli({until:Int64})
ORDER BY alert_id, alerts.version DESC
LIMIT 1 BY alert_id`,
        params: { rules, from, until },
      });
      return new Map(rows.map((row) => [row.id, alertOfRow(row)]));
    },
    async save(alerts) {
      await clickhouse.insert('alerts', alertRows(alerts));
    },
    async saveDeliveries(deliveries) {
      const rows = rowsOf({
        began_at: instant(),
        alert_id: text(),
        version: uint32(),
        channel: word(),
        outcome: word(),
        code: word(),
        attempts: uint32(),
        finished_at: instant(),
      });
      const { columns } = rows;
      for (const { alert, channel, outcome, code, attempts, finishedAt } of deliveries) {
        columns.began_at.add(alert.beganAt);
        columns.alert_id.add(alert.id);
        columns.version.add(alert.version);
        columns.channel.add(channel);
        columns.outcome.add(outcome);
        columns.code.add(code);
        columns.attempts.add(attempts);
        columns.finished_at.add(finishedAt);
      }
      await clickhouse.insert('alert_deliveries', rows);
    },
  };
}
