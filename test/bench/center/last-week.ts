import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { PART_ROWS, selectCopies, valuesOfCopies } from './multiply.ts';
import { TEMPLATE, TEMPLATE_DAYS } from './template.ts';
import { PART_AGES_S, type Written, writtenSql } from './written.ts';

const DAY_MS = 86_400_000;
const STAGE = `${TEMPLATE}.last_week`;

/** When what is written as ingest writes it begins, UTC ms. */
const lastWeekOf = (present: number): number => present - PART_AGES_S[0]! * 1_000;

/** SQL of whether a copy of a fact was written last in the last week; all else has long been merged. */
export async function ofLastWeek(clickhouse: ClickHouse, present: number): Promise<string> {
  const { last } = await writtenOf(clickhouse, present);
  return `${last} >= ${lastWeekOf(present)}`;
}

/**
 * Writes the facts of the last week as merging leaves those of ingest: parts by when they were written, each of all kinds
 * of facts, some of which are late. What was open when a part was written and has ended since is in that part too, and
 * a target that was paused meanwhile left a tombstone where it was due at first. Merges stand still from here on: in
 * life, as many new parts come as are merged.
 *
 * Gives how many facts there are, without what was replaced.
 */
export async function writeLastWeek(
  clickhouse: ClickHouse,
  { copies, present }: { copies: number; present: number },
): Promise<number> {
  await stage(clickhouse, copies, present);
  const [row] = await clickhouse.query<{ facts: number }>({
    sql: `SELECT count()::Float64 AS facts FROM ${STAGE}`,
    params: {},
  });
  await stageReplaced(clickhouse);
  await clickhouse.command('SYSTEM STOP MERGES facts');
  for (const piece of await piecesOf(clickhouse)) await writePiece(clickhouse, piece);
  await clickhouse.command(`DROP TABLE ${STAGE}`);
  return row!.facts;
}

/** All facts that were written last in the week, with the parts of their first and last versions. */
async function stage(clickhouse: ClickHouse, copies: number, present: number): Promise<void> {
  const values = await valuesOfCopies(clickhouse, 'facts');
  const { last, part, firstPart } = await writtenOf(clickhouse, present);
  // No conversation is older than the template when something of it is written, but for what comes late; copies are earlier.
  const since = lastWeekOf(present) - (TEMPLATE_DAYS + 1) * DAY_MS;
  await clickhouse.command(`DROP TABLE IF EXISTS ${STAGE}`);
  await clickhouse.command(`CREATE TABLE ${STAGE} ENGINE = MergeTree ORDER BY (part, new_fact, new_at, new_conversation_id) AS
${selectCopies('facts', copies, [
  ...Object.entries(values).map(([name, sql]) => `${sql} AS new_${name}`),
  `${part} AS part`,
  `${firstPart} AS first_part`,
])}
WHERE at >= fromUnixTimestamp64Milli(${since}) AND ${last} >= ${lastWeekOf(present)}`);
}

async function writtenOf(clickhouse: ClickHouse, present: number): Promise<Written> {
  const { began_at, ended_at } = await valuesOfCopies(clickhouse, 'facts');
  return writtenSql({ began_at: began_at!, ended_at: ended_at! }, 'conversation_id, copy', present);
}

/** Of a target that has ended, how long it was paused, ms. */
const PAUSED_MS = `if(new_fact = 'sla_target' AND new_ended_at != 0 AND new_at < '2200-01-01',
  greatest(0, toUnixTimestamp64Milli(new_ended_at) - toUnixTimestamp64Milli(new_began_at) - new_value_ms), 0)`;

/** A fact when it was new: open, and a target due earlier by what it was paused since. */
const WHEN_NEW: Readonly<Record<string, string>> = {
  at: `new_at - toIntervalMillisecond(${PAUSED_MS})`,
  ended_at: 'toDateTime64(0, 3)',
  state: `if(new_fact = 'sla_target', 'active', 'open')`,
  earlier: `''`,
  ...Object.fromEntries(
    ['value_ms', 'business_ms', 'hold_ms', 'wrap_ms', 'bot_ms', 'bot_business_ms'].map((name) => [name, '0']),
  ),
};

/** First versions that lie in an older part than the last one, and tombstones, which merging keeps. */
async function stageReplaced(clickhouse: ClickHouse): Promise<void> {
  const columns = await columnsOf(clickhouse);
  const rows = (values: Readonly<Record<string, string>>, part: string, where: string) => {
    const selected = columns.map((name) => `${values[name] ?? `new_${name}`} AS of_${name}`);
    return `SELECT ${selected}, ${part} AS in_part, 0 AS nothing FROM ${STAGE} WHERE ${where}`;
  };
  const older = 'greatest(first_part, 1)';
  const first = rows(
    { ...WHEN_NEW, version: 'toUInt32(greatest(new_version, 1) - 1)' },
    older,
    `new_ended_at > new_began_at AND ${older} < part`,
  );
  const tombstones = rows({ ...WHEN_NEW, is_deleted: '1' }, 'part', `${PAUSED_MS} > 0`);
  await clickhouse.command(
    `INSERT INTO ${STAGE} (${columns.map((name) => `new_${name}`)}, part, first_part) ${first} UNION ALL ${tombstones}`,
  );
}

/** Of a part, kinds of facts that follow one another and are no more rows than the engine sorts at once. */
interface Piece {
  part: number;
  kinds: string[];
  rows: number;
}

async function piecesOf(clickhouse: ClickHouse): Promise<Piece[]> {
  const kinds = await clickhouse.query<{ part: number; kind: string; rows: number }>({
    sql: `SELECT part, new_fact::String AS kind, count()::Float64 AS rows FROM ${STAGE} GROUP BY part, kind ORDER BY part, kind`,
    params: {},
  });
  const pieces: Piece[] = [];
  for (const { part, kind, rows } of kinds) {
    const last = pieces.at(-1);
    if (last?.part === part && last.rows + rows <= PART_ROWS) {
      last.kinds.push(kind);
      last.rows += rows;
    } else pieces.push({ part, kinds: [kind], rows });
  }
  return pieces;
}

/** The youngest part is as ingest left it. Others have been merged: what was replaced within them is gone. */
async function writePiece(clickhouse: ClickHouse, { part, kinds, rows }: Piece): Promise<void> {
  const columns = await columnsOf(clickhouse);
  await clickhouse.command(
    `INSERT INTO facts (${columns}) SELECT ${columns.map((name) => `new_${name}`)} FROM ${STAGE}
WHERE part = {part:UInt8} AND new_fact IN {kinds:Array(String)}
SETTINGS max_threads = 1, max_insert_threads = 1, optimize_on_insert = ${part === PART_AGES_S.length ? 0 : 1},
  min_insert_block_size_rows = ${Math.ceil(rows) + 1}, min_insert_block_size_bytes = 0`,
    { part, kinds },
  );
}

async function columnsOf(clickhouse: ClickHouse): Promise<string[]> {
  return Object.keys(await valuesOfCopies(clickhouse, 'facts'));
}
