import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { TELLING } from '../../metrics/rows/surveys.ts';
import { NOT_SETTLED } from '../not-settled.ts';
import { FAR, TOLD } from '../notes.ts';
import { TELLINGS } from './tellings.ts';

/** What has been told of conversations since it was last rolled up. */
export interface ToldAnew {
  /** Hours of surveys that it concerns, UTC ms, and since when that is known. */
  hours: ReadonlyMap<number, number>;
  /** Hours of facts that tell something and were written by somebody who does not write `tellings`, UTC ms. */
  untold: readonly number[];
}

/**
 * What is told of a conversation concerns its surveys, whenever they came: units of ingest note when they told something,
 * `tellings` have of which conversations that was, and `surveyed` where their surveys lie.
 *
 * Another version of Linewatch, and `verify` when it repairs, write facts and notes alone. So does whoever strikes notes
 * without knowing these tables: he takes the hours (`others.ts`). All conversations of such hours count as told anew.
 */
export async function toldAnew(clickhouse: ClickHouse): Promise<ToldAnew> {
  const pending = await clickhouse.query<{ what: string; hour: number; since: number }>({
    sql: `SELECT what, toUnixTimestamp64Milli(dirty_hours.hour)::Float64 AS hour,
  min(toUnixTimestamp64Milli(noted_at))::Float64 AS since
FROM dirty_hours FINAL
WHERE struck = 0 AND (what = {told:String} OR (what IN {telling:Array(String)}
  AND unit NOT IN (SELECT unit FROM dirty_hours FINAL WHERE struck = 0 AND what = {told:String})))
GROUP BY what, hour
UNION ALL
SELECT arrayJoin({telling:Array(String)}) AS what, toUnixTimestamp(rollup_hours.hour)::Float64 * 1000 AS hour,
  (version)::Float64 AS since
FROM rollup_hours FINAL
WHERE source = {tellings:String} AND facts = ${NOT_SETTLED} AND rollup_hours.hour > toDateTime(0, 'UTC')`,
    params: { told: TOLD, telling: TELLING.map((fact) => `${fact} start`), tellings: TELLINGS },
  });
  if (pending.length === 0) return { hours: new Map(), untold: [] };
  const since = Math.min(...pending.map((one) => one.since));
  const told = pending.filter(({ what }) => what === TOLD);
  const untold = pending.filter(({ what }) => what !== TOLD);
  const hours = untold.map(({ hour }) => hour);
  const rows = await clickhouse.query<{ hour: number }>({
    sql: `SELECT DISTINCT toUnixTimestamp(hour)::Float64 * 1000 AS hour FROM surveyed
WHERE conversation_id IN (
  SELECT conversation_id FROM tellings WHERE stored_at >= fromUnixTimestamp64Milli({told_since:Int64})
  UNION ALL
  SELECT conversation_id FROM facts
  WHERE fact IN {facts:Array(String)} AND at >= fromUnixTimestamp64Milli({first:Int64})
    AND at < fromUnixTimestamp64Milli({last:Int64} + 3600000)
    AND concat(fact, ' start ', toString(toUnixTimestamp(toStartOfHour(toDateTime(at, 'UTC'))))) IN {untold:Array(String)}
)`,
    params: {
      told_since: Math.min(FAR, ...told.map((one) => one.since)),
      facts: TELLING,
      first: Math.min(FAR, ...hours),
      last: Math.max(0, ...hours),
      untold: untold.map(({ what, hour }) => `${what} ${hour / 1_000}`),
    },
  });
  return { hours: new Map(rows.map(({ hour }) => [hour, since])), untold: [...new Set(hours)] };
}
