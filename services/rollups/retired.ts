import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { NAMES } from './names.ts';
import { NOT_SETTLED } from './not-settled.ts';
import { VERSION } from './version.ts';

const DAY_MS = 86_400_000;
/** A process rolls up at least an hour an hour. What nobody has for so long, nobody asks. */
const UNSEEN_MS = 7 * DAY_MS;
/** Between taking the hours of a source and its rows: whoever asks it after all knows of it long before. */
const NOTICE_MS = DAY_MS;

/** Tables of roll-ups, each with a column that is empty in rows of nothing. */
const TABLES = {
  rollups: 'p0',
  rollup_days: 'p0',
  rollup_bins: 'n',
  rollup_peaks: 'rise',
  rollup_repeats: 'last',
  rollup_surveys: 'n',
} as const;

/**
 * Frees what is kept of sources whose formula nobody has any more: first their hours are taken, so that a process that has
 * it after all reads facts, or rolls them up again; a day later their rows are replaced by empty ones. Nothing is deleted,
 * which tables of a cluster do not let us, and what is repeated or done by two at a time comes to the same.
 */
export async function retireSources(clickhouse: ClickHouse): Promise<void> {
  const names = { names: NAMES };
  await clickhouse.command(
    `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT source, hour, ${VERSION}, ${NOT_SETTLED}
FROM rollup_hours FINAL
WHERE (facts != ${NOT_SETTLED} OR toUnixTimestamp(hour) = 0) AND source IN (
  SELECT source FROM rollup_hours FINAL
  WHERE source NOT IN {names:Array(String)} AND facts != ${NOT_SETTLED}
  GROUP BY source
  HAVING max(version) + ${UNSEEN_MS} < ${VERSION}
)`,
    names,
  );
  const gone = await clickhouse.query<{ name: string }>({
    sql: `SELECT source AS name FROM rollup_hours FINAL
WHERE source NOT IN {names:Array(String)}
GROUP BY source
HAVING countIf(facts != ${NOT_SETTLED}) = 0 AND maxIf(version, toUnixTimestamp(hour) = 0) + ${NOTICE_MS} < ${VERSION}`,
    params: names,
  });
  if (gone.length === 0) return;
  for (const [table, column] of Object.entries(TABLES)) {
    await clickhouse.command(
      `INSERT INTO ${table} (source, cut, hour, version)
SELECT source, cut, hour, ${VERSION} FROM ${table} FINAL
WHERE arrayExists(name -> source = name OR startsWith(source, concat(name, ' ')), {gone:Array(String)}) AND notEmpty(${column})`,
      { gone: gone.map(({ name }) => name) },
    );
  }
}
