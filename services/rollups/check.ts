import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { CUT_COLUMNS } from './cuts.ts';
import { batchesOf } from './due.ts';
import { createKnownHours } from './known-hours.ts';
import { cutCells, paramsOf } from './recompute.ts';
import type { Hours } from './rows.ts';
import { SOURCES, type Source, touchedBy } from './sources.ts';

export interface CheckOptions {
  /** Hours of each source that are compared; null: all. */
  sample: number | null;
  signal: AbortSignal;
  onProgress: (done: number, of: number) => void;
}

export interface Checked {
  /** Hours of sources that were compared. */
  hours: number;
  /** Those that hold something else than their facts say. */
  differ: { source: string; hour: number }[];
}

/**
 * Sums up facts anew and compares with what is kept, cell by cell. Hours that were touched since are left out: it is
 * known that they are behind.
 *
 * @param random 0 to 1
 */
export async function checkRollups(
  clickhouse: ClickHouse,
  now: () => number,
  random: () => number,
  { sample, signal, onProgress }: CheckOptions,
): Promise<Checked> {
  const known = createKnownHours(clickhouse, now);
  await known.refresh();
  const notes = await known.notes(now());
  const work = SOURCES.flatMap((source) => {
    const touched = new Set(touchedBy(source, notes));
    const hours = [...known.settled(source.name).keys()].filter((hour) => !touched.has(hour));
    return batchesOf(sample === null ? hours : chosen(hours, sample, random)).map((batch) => ({
      source,
      batch,
    }));
  });
  const of = work.reduce((sum, { batch }) => sum + batch.length, 0);
  const checked: Checked = { hours: 0, differ: [] };
  for (const { source, batch } of work) {
    if (signal.aborted) break;
    for (const hour of await differing(clickhouse, source, batch, now()))
      checked.differ.push({ source: source.name, hour });
    checked.hours += batch.length;
    onProgress(checked.hours, of);
  }
  return checked;
}

/** Begins of the hours whose cells differ, UTC ms. A cell counts by a hash of all that it holds. */
async function differing(
  clickhouse: ClickHouse,
  source: Source,
  hours: Hours,
  now: number,
): Promise<number[]> {
  const parts = source.parts.map((_, i) => `p${i}`);
  const { sql, params } = cutCells(source, hours, now);
  const hash = (dimension: string, part: string) =>
    `cityHash64(cut::String, ${[...CUT_COLUMNS.map((one) => `${dimension}${one}::String`), ...parts.map((one) => part + one)].join(', ')})`;
  const rows = await clickhouse.query<{ hour: number }>({
    sql: `SELECT toUnixTimestamp(hour) AS hour
FROM (
  SELECT hour, ${hash('c_', 'k_')} AS cell, 1 AS anew FROM (${sql})
  UNION ALL
  SELECT hour, ${hash('', '')} AS cell, -1 AS anew
  FROM rollups FINAL ARRAY JOIN ${[...CUT_COLUMNS, ...parts].join(', ')}
  WHERE source = {name:String} AND toUnixTimestamp(rollups.hour) IN {hours:Array(UInt32)}
)
GROUP BY hour
HAVING sumWithOverflow(toInt64(cell) * anew) != 0 OR sum(anew) != 0`,
    params: { ...params, ...paramsOf(source, hours, now) },
  });
  return rows.map(({ hour }) => hour * 1_000);
}

function chosen<T>(all: readonly T[], most: number, random: () => number): T[] {
  const left = all.slice();
  const some: T[] = [];
  while (some.length < most && left.length > 0)
    some.push(...left.splice(Math.floor(random() * left.length), 1));
  return some;
}
