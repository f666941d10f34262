import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { inLanes } from './lanes.ts';
import { named, only, shifted, TILE_DAYS, wide } from './widen.ts';

/** Rows of a part, more or less: what the engine sorts in memory. */
export const PART_ROWS = 1_200_000;
const DAY_MS = 86_400_000;
/** Later than anything that is stored, and within DateTime64. */
const END_OF_TIME = Date.UTC(2299, 0, 1);
/** Between two copies that are as many days earlier. */
const COPY_STEP_MS = 90_000;

export interface Multiplying {
  copies: number;
  /** The column of the table's key whose ranges are written one by one, and the column before it, if there is one. */
  time: string;
  kind?: string;
  /** UTC ms; of what is closed, nothing is written that is older. */
  since?: number;
  /** SQL of what is written otherwise. */
  but?: string;
}

/**
 * Fills a table with so many copies of the widened one; what is open is there once. Copies of a closed conversation
 * are earlier: by some days, which fills the gaps between tiles, and by minutes.
 *
 * The parts are written along the key and do not overlap, which is to a query what merged parts are: FINAL has nothing
 * to put together. Merging ten million conversations would take longer than all measurements.
 */
export async function multiply(clickhouse: ClickHouse, table: string, how: Multiplying): Promise<void> {
  const { time, since = 0, but = '0' } = how;
  const values = await valuesOfCopies(clickhouse, table);
  const mostMs = TILE_DAYS * DAY_MS + how.copies * COPY_STEP_MS;
  await clickhouse.command(`TRUNCATE TABLE ${table}`);
  await inLanes(await slicesOf(clickhouse, table, how), ({ kind, from, to }) =>
    clickhouse.command(`INSERT INTO ${table} (${Object.keys(values)})
${selectCopies(table, how.copies, Object.values(values), `${values[time]} AS moved`)}
WHERE ${how.kind ? `${how.kind} = '${kind}'` : '1'}
  AND ${time} >= ${instant(from)} AND ${time} < ${instant(to + mostMs)}
  AND moved >= ${instant(from)} AND moved < ${instant(to)} AND (is_open OR moved >= ${instant(since)})
  AND NOT (${but})
SETTINGS max_threads = 1, max_insert_threads = 1,
  min_insert_block_size_rows = ${4 * PART_ROWS}, min_insert_block_size_bytes = 0`),
  );
}

/** SQL of the columns of a copy, which is earlier by `shift`. */
export async function valuesOfCopies(clickhouse: ClickHouse, table: string): Promise<Record<string, string>> {
  return { ...(await shifted(clickhouse, table)), ...(await only(clickhouse, table, NAMES)) };
}

/** The beginning of a statement that reads copies: all of what is closed, one of what is open. */
export function selectCopies(
  table: string,
  copies: number,
  columns: readonly string[],
  ...more: string[]
): string {
  const shift = `-toInt64(copy % ${TILE_DAYS} * ${DAY_MS} + intDiv(copy, ${TILE_DAYS}) * ${COPY_STEP_MS}) AS shift`;
  return `WITH ${[shift, ...more]}
SELECT ${columns}
FROM ${wide(table)}
ARRAY JOIN if(is_open, [0], range(${copies})) AS copy`;
}

const instant = (ms: number) => `fromUnixTimestamp64Milli(${ms})`;

/** A copy has a name of its own, but for the first. */
const copied = (column: string) => `if(copy = 0, ${column}, ${named(column, 'copy')})`;
const NAMES: Readonly<Record<string, string>> = {
  conversation_id: copied('conversation_id'),
  event_id: copied('event_id'),
  customer_id: copied('customer_id'),
};

/** A range of a table's key, UTC ms; the kind is empty where the key has none. */
interface Slice {
  kind: string;
  from: number;
  to: number;
}

/** Ranges of days within a month that hold about as many rows as a part takes. */
async function slicesOf(
  clickhouse: ClickHouse,
  table: string,
  { copies, time, kind = "''" }: Multiplying,
): Promise<Slice[]> {
  const days = await clickhouse.query<{ kind: string; day: number; rows: number }>({
    sql: `SELECT (${kind})::String AS kind, sum(if(is_open, 1, ${copies / TILE_DAYS}))::Float64 AS rows,
      intDiv(toUnixTimestamp64Milli(${time}) - back * ${DAY_MS}, ${DAY_MS})::Int32 AS day
    FROM ${wide(table)}
    ARRAY JOIN if(is_open OR ${time} >= '2200-01-01', [0], range(${TILE_DAYS})) AS back
    GROUP BY kind, day ORDER BY kind, day`,
    params: {},
  });
  const slices: Slice[] = [];
  let room = 0;
  let month = '';
  for (const { kind: name, day, rows } of days) {
    const at = day * DAY_MS;
    const last = slices.at(-1);
    if (last?.kind === name && month === monthOf(at) && room >= rows) room -= rows;
    else {
      // Copies are some minutes earlier than the day they were counted at: a range begins where the last one ends.
      const goesOn = last?.kind === name;
      if (goesOn) last.to = at;
      slices.push({ kind: name, from: goesOn ? at : 0, to: END_OF_TIME });
      room = PART_ROWS - rows;
    }
    month = monthOf(at);
  }
  return slices;
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}
