import { type Patience, patienceOf } from '../../domain/staffing/patience.ts';
import type { ClickHouse, Query } from '../../lib/clickhouse/client.ts';
import { type AnchoredFacts, factTable } from '../../metrics/rows/facts.ts';
import { createKeeping } from '../forecast/keeping.ts';
import type { ForecastRequest } from '../forecast/series-forecast.ts';
import { seriesKey } from '../series-key.ts';

/** Waits are looked at over this time: long enough for enough who gave up, short enough to be of today's callers. */
const PATIENCE_DAYS = 28;

const DAY_MS = 86_400_000;

/** Waits are counted by whole seconds up to an hour, and together beyond: at most 3,601 counts a series. */
const LONGEST_S = 3_600;

const STAYS: AnchoredFacts = { facts: ['queue_spell'], anchor: 'start' };

/** Patience by series, under `seriesKey`; none where too few gave up. */
export type Patiences = ReadonlyMap<string, Patience>;

/** Measured anew after this time. */
const HOLDS_MS = 15 * 60_000;

/** Series kept in memory: each has up to 3,600 points. */
const MAX_KEPT = 1_000;

/** What was measured of patience, kept for a while: it is of weeks, and asked for at each change of a what-if. */
export interface PatienceReader {
  of(filters: ForecastRequest['filters']): Promise<Patiences>;
}

/** @param now UTC ms */
export function createPatienceReader(clickhouse: ClickHouse, now: () => number): PatienceReader {
  const limits = { holdsMs: HOLDS_MS, size: MAX_KEPT };
  const keeping = createKeeping<Patiences>(now, limits, (patiences) => patiences.size);
  return {
    // It depends on nothing of the configuration: the client, which stays, is its reference.
    of: (filters) =>
      keeping.get(JSON.stringify(filters), clickhouse, () => readPatience(clickhouse, filters, now())),
  };
}

/**
 * How patient those were who waited in the four weeks before `now`, by queue and channel. Whoever gave up tells, short
 * abandons too; who was answered, or stopped waiting in another way, was more patient than that.
 *
 * @param now UTC ms
 */
async function readPatience(
  clickhouse: ClickHouse,
  filters: ForecastRequest['filters'],
  now: number,
): Promise<Patiences> {
  const rows = await clickhouse.query<Row>(waitsQuery(filters, now));
  return new Map(
    rows.flatMap(({ queue, channel, seconds, abandoned, censored, totalMs }) => {
      const waits = seconds.map((second, i) => ({
        ms: second * 1_000,
        abandoned: abandoned[i]!,
        censored: censored[i]!,
      }));
      const patience = patienceOf(waits, totalMs);
      return patience === null ? [] : [[seriesKey({ queue, channel }), patience] as const];
    }),
  );
}

interface Row {
  queue: string;
  channel: string;
  seconds: number[];
  abandoned: number[];
  censored: number[];
  totalMs: number;
}

function waitsQuery(filters: ForecastRequest['filters'], now: number): Query {
  const range = { from: now - PATIENCE_DAYS * DAY_MS, to: now, now, filters };
  const { table, where, params } = factTable(STAYS, range, true);
  return {
    sql: `SELECT queue, channel, groupArray(second) AS seconds, groupArray(gave_up) AS abandoned,
  groupArray(stayed) AS censored, sum(waited)::Float64 AS totalMs
FROM (
  SELECT queue, channel, least(intDiv(value_ms, 1000), {longest:Int64})::UInt32 AS second,
    countIf(state = 'abandoned')::UInt32 AS gave_up, countIf(state != 'abandoned')::UInt32 AS stayed,
    sum(value_ms) AS waited
  FROM ${table}
  WHERE ${[...where, "state != 'open'"].join(' AND ')}
  GROUP BY queue, channel, second
)
GROUP BY queue, channel
HAVING sum(gave_up) > 0`,
    params: { ...params, longest: LONGEST_S },
  };
}
