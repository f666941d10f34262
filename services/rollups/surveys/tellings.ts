import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { TELLING, TELLS } from '../../metrics/rows/surveys.ts';
import { batchesOf, missingHours } from '../due.ts';
import { NOT_SETTLED } from '../not-settled.ts';
import { type Hours, hourSql, rangeOf } from '../rows.ts';
import { daysOfFacts, type Stretch, stretchesOf } from '../stretches.ts';
import { VERSION } from '../version.ts';

/** As a source of `rollup_hours`: hours whose facts have been looked through for what tells something. */
export const TELLINGS = 'tellings 1';

/** More at once would not fit into memory beside the rest: their keys are compared with what is there. */
const MOST_HOURS = 72;

export interface CopyOptions {
  /** Hours that begin before it are over, UTC ms. */
  over: number;
  /** Hours that count as missing though nothing is known to lie in them, UTC ms. */
  recent: Stretch;
  /** Most hours that are copied for the first time. */
  maxNew: number;
  /** Hours of which facts were written without a telling, UTC ms. */
  untold: readonly number[];
  signal: AbortSignal;
}

export interface Copied {
  /** Hours that are still to be copied: until then nothing can be said of whose surveys are. */
  left: number;
  /** Says that hours are copied which somebody had taken back; once what follows from them is done. */
  finish(): Promise<void>;
}

/**
 * Copies to `tellings` what ingest did not write there itself: facts that were stored before there was such a table, and
 * those of whoever does not know it. What is there already stays, with the time at which it was told.
 */
export function createTellings(clickhouse: ClickHouse) {
  const days = new Map<string, number[]>();
  const there = new Set<number>();

  async function copy({ over, recent, maxNew, untold, signal }: CopyOptions): Promise<Copied> {
    const known = await clickhouse.query<{ hour: number; taken: 0 | 1 }>({
      sql: `SELECT toUnixTimestamp(hour)::Float64 * 1000 AS hour, facts = ${NOT_SETTLED} AS taken
FROM rollup_hours FINAL WHERE source = {tellings:String}`,
      params: { tellings: TELLINGS },
    });
    there.clear();
    for (const { hour, taken } of known) if (taken === 0) there.add(hour);
    for (const [fact, ofFact] of await daysOfFacts(clickhouse, [...days.keys()], TELLING))
      days.set(fact, ofFact);
    const stretches = stretchesOf(TELLING, days);
    const isThere = new Map([...there].map((hour) => [hour, true]));
    const missing =
      stretches.length === 0
        ? []
        : missingHours([...stretches, recent], over, isThere)
            .slice()
            .reverse();
    const takenBack = known.filter(({ taken, hour }) => taken === 1 && hour > 0).map(({ hour }) => hour);
    const again = [...new Set([...untold, ...takenBack])];
    const fresh = missing.filter((hour) => !again.includes(hour));
    const now = fresh.slice(0, maxNew);
    for (const hours of [...slices(again), ...slices(now)]) {
      if (signal.aborted) return { left: missing.length, async finish() {} };
      await clickhouse.command(COPY, paramsOf(hours));
    }
    await done(now);
    return { left: fresh.length - now.length, finish: () => done(again.filter((hour) => hour < over)) };
  }

  async function done(hours: readonly number[]): Promise<void> {
    if (hours.length === 0) return;
    await clickhouse.command(
      `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT {tellings:String}, toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC'), ${VERSION}, 0`,
      { tellings: TELLINGS, hours: hours.map((hour) => hour / 1_000) },
    );
  }

  return { copy };
}

function slices(hours: readonly number[]): Hours[] {
  return batchesOf(hours).flatMap((batch) =>
    Array.from({ length: Math.ceil(batch.length / MOST_HOURS) }, (_, i) =>
      batch.slice(i * MOST_HOURS, (i + 1) * MOST_HOURS),
    ),
  );
}

function paramsOf(hours: Hours) {
  return { facts: TELLING, ...rangeOf(hours), hours: hours.map((hour) => hour / 1_000) };
}

const KEY = 'conversation_id, fact, at, stream, seq, toDate(opened_at)';
/** Keys are compared by a hash: a day has some hundred thousand. */
const PLACE = `reinterpretAsUInt128(sipHash128(${KEY}))`;
const OF_HOURS = `fact IN {facts:Array(String)} AND at >= fromUnixTimestamp64Milli({from:Int64})
    AND at < fromUnixTimestamp64Milli({to:Int64}) AND toUnixTimestamp(${hourSql('at')}) IN {hours:Array(UInt32)}`;
/** All that is told. Of a conversation and of a spell the end says nothing. */
const SAID = `sipHash64(queue, team, agent, channel, priority, customer_tier, policy,
    if(fact IN ('first_resolution', 'total_resolution'), ended_at, toDateTime64(0, 3, 'UTC')))`;

/**
 * The newest version of each fact, where that is not told. A spell that is no solution tells nothing, as if it were deleted:
 * of one that never was, there is nothing to take back.
 */
const COPY = `INSERT INTO tellings (conversation_id, fact, at, stream, seq, opened_at, version, is_deleted, ended_at, label,
  queue, team, agent, channel, priority, customer_tier, policy, stored_at)
SELECT conversation_id, fact, at, stream, seq, opened_at, version, gone, ended_at, label,
  queue, team, agent, channel, priority, customer_tier, policy, now64(3)
FROM (
  SELECT *, toUInt8(is_deleted = 1 OR NOT ${conditionSql(TELLS)}) AS gone, ${PLACE} AS place, ${SAID} AS said
  FROM facts WHERE ${OF_HOURS}
  ORDER BY version DESC
  LIMIT 1 BY ${KEY}
) AS newest
LEFT JOIN (
  SELECT ${PLACE} AS place, ${SAID} AS there_said, 1 AS there
  FROM tellings FINAL WHERE conversation_id IN (SELECT conversation_id FROM facts WHERE ${OF_HOURS})
) AS known USING (place)
WHERE if(gone = 1, there = 1, there = 0 OR there_said != said)`;
