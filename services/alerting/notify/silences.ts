import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';
import { matches } from './matchers.ts';

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
