import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { RowBinaryWriter } from '../../lib/clickhouse/row-binary.ts';
import type { Alert } from '../alert.ts';
import { ALERT_COLUMNS, type AlertRow, alertOfRow, alertRows, SELECT_ALERT } from './rows.ts';

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
  /** It was to be told at once: it did not wait for a group, and was not repeated. */
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

const DELIVERY_COLUMNS = [
  'began_at',
  'alert_id',
  'version',
  'channel',
  'outcome',
  'code',
  'attempts',
  'finished_at',
] as const;

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
      if (alerts.length > 0)
        await clickhouse.insertRowBinary('alerts', ALERT_COLUMNS, alertRows(alerts).view());
    },
    async saveDeliveries(deliveries) {
      if (deliveries.length === 0) return;
      const rows = new RowBinaryWriter(8_192);
      for (const { alert, channel, outcome, code, attempts, finishedAt } of deliveries) {
        rows.int64(alert.beganAt);
        rows.string(alert.id);
        rows.uint32(alert.version);
        rows.string(channel);
        rows.string(outcome);
        rows.string(code);
        rows.uint32(attempts);
        rows.int64(finishedAt);
        rows.endRow();
      }
      await clickhouse.insertRowBinary('alert_deliveries', DELIVERY_COLUMNS, rows.view());
    },
  };
}
