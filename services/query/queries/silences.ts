import type { ClickHouse } from '../../lib/clickhouse/client.ts';

/** Alerts with these labels are not told while it lasts. Times are UTC ms. */
export interface Silence {
  id: string;
  /** Label to the values that it may have; all must match. */
  matchers: Record<string, string[]>;
  startsAt: number;
  endsAt: number;
  by: string;
  comment: string;
}

/** Writes a silence, or its new version: `version` is the UTC ms of the change. */
export function saveSilence(clickhouse: ClickHouse, silence: Silence, version: number): Promise<void> {
  const { id, matchers, startsAt, endsAt, by, comment } = silence;
  return clickhouse.command(
    `INSERT INTO silences (silence_id, version, matchers, starts_at, ends_at, created_by, comment)
SELECT {id:String}, {version:UInt64}, {matchers:String}, fromUnixTimestamp64Milli({startsAt:Int64}),
  fromUnixTimestamp64Milli({endsAt:Int64}), {by:String}, {comment:String}`,
    { id, version, matchers: JSON.stringify(matchers), startsAt, endsAt, by, comment },
  );
}

/** Silences that have not ended by `now` (UTC ms), the next to end first. */
export async function querySilences(clickhouse: ClickHouse, now: number): Promise<Silence[]> {
  const rows = await clickhouse.query<Omit<Silence, 'matchers'> & { matchers: string }>({
    sql: `SELECT silence_id AS id, matchers, toUnixTimestamp64Milli(starts_at)::Float64 AS startsAt,
  toUnixTimestamp64Milli(ends_at)::Float64 AS endsAt, created_by AS by, comment
FROM silences FINAL
WHERE ends_at > fromUnixTimestamp64Milli({now:Int64})
ORDER BY ends_at, silence_id`,
    params: { now },
  });
  return rows.map((row) => ({ ...row, matchers: JSON.parse(row.matchers) as Silence['matchers'] }));
}
