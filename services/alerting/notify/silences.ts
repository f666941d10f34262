import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';

/** Whether somebody has asked not to be told of an alert for now. */
export type IsSilenced = (alert: Alert) => boolean;

/** Reads the silences that are in force at `now` (UTC ms). */
export async function readSilences(clickhouse: ClickHouse, now: number): Promise<IsSilenced> {
  const rows = await clickhouse.query<{ matchers: string }>({
    sql: `SELECT matchers FROM silences FINAL
WHERE starts_at <= fromUnixTimestamp64Milli({now:Int64}) AND ends_at > fromUnixTimestamp64Milli({now:Int64})`,
    params: { now },
  });
  const silences = rows.map((row) => JSON.parse(row.matchers) as Record<string, string[]>);
  return (alert) => {
    if (silences.length === 0) return false;
    const labels = labelsOf(alert);
    return silences.some((matchers) => matches(matchers, labels));
  };
}

/** Label to the values that it may have. */
export type Matchers = Readonly<Record<string, readonly string[]>>;
export type Labels = Readonly<Record<string, string>>;

/** Whether labels have, of each name asked for, one of the values. */
export function matches(wanted: Matchers, labels: Labels): boolean {
  return Object.entries(wanted).every(([name, values]) => values.includes(labels[name] ?? ''));
}

/** Ids of the alerts that somebody took on after `since` (UTC ms). */
export async function readAcknowledged(clickhouse: ClickHouse, since: number): Promise<string[]> {
  const rows = await clickhouse.query<{ id: string }>({
    sql: `SELECT DISTINCT alert_id AS id FROM alert_acknowledgements
WHERE acknowledged_at > fromUnixTimestamp64Milli({since:Int64})`,
    params: { since },
  });
  return rows.map(({ id }) => id);
}
