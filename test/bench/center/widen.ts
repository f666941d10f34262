import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { scaled } from '../scale.ts';
import { TEMPLATE, TEMPLATE_DAYS, TEMPLATE_NOW } from './template.ts';

/** Of each of the template's five queues, so that there are 100. */
const QUEUES = 20;
/** Of each of its agents and teams, so that there are 1,000 and some. */
const AGENTS = 17;
/** Times that the template's days are laid one behind the other, with a gap that `multiply.ts` fills. */
const TILES = Math.max(2, scaled(20));
export const TILE_DAYS = 5;
/** Conversations that are open at every size. */
const OPEN = scaled(100_000);

const DAY_MS = 86_400_000;
/** Copies of one conversation begin some minutes apart; what is open has not waited an hour because it is a copy. */
const SCATTER_MS = { open: 60_000, closed: 1_800_000 };

type Choice = 'open' | 'closed';

/** The name of the table that holds a widened one. */
export const wide = (table: string) => `${TEMPLATE}.wide_${table}`;

/**
 * Makes of the tables of conversations, whatever columns they have, what a center of 100 queues and 1,000 agents has
 * in a hundred days of some thousand conversations a day, with everything that is open now. A row's `is_open` tells.
 *
 * @param present UTC ms, what becomes of the template's present
 */
export async function widen(clickhouse: ClickHouse, table: string, present: number): Promise<void> {
  const [row] = await clickhouse.query<{ key: string }>({
    sql: `SELECT sorting_key AS key FROM system.tables WHERE database = {database:String} AND name = {table:String}`,
    params: { database: TEMPLATE, table },
  });
  await clickhouse.command(
    `CREATE TABLE ${wide(table)} AS ${TEMPLATE}.${table} ENGINE = MergeTree ORDER BY (${row!.key})`,
  );
  await clickhouse.command(`ALTER TABLE ${wide(table)} ADD COLUMN is_open UInt8`);
  const [open] = await clickhouse.query<{ count: number }>({
    sql: `SELECT count()::Float64 AS count FROM (${idsOf('open')})`,
    params: {},
  });
  await widenChoice(clickhouse, table, present, 'closed', TILES);
  await widenChoice(clickhouse, table, present, 'open', Math.ceil(OPEN / open!.count));
  await clickhouse.command(`OPTIMIZE TABLE ${wide(table)} FINAL`);
}

/**
 * Gives each of the 1,000 agents of a table its states or plans of a hundred days.
 *
 * @param ages of parts that the youngest rows lie in, as merging leaves them, seconds; merges stand still from then on
 */
export async function widenAgents(
  clickhouse: ClickHouse,
  table: string,
  present: number,
  ages: readonly number[] = [],
): Promise<void> {
  const begins = ages.map((age) => present - age * 1_000);
  const copy = async (where: string) => {
    for (let tile = 0; tile * TEMPLATE_DAYS < TILES * TILE_DAYS; tile++) {
      await insertCopies(clickhouse, table, table, {
        copies: AGENTS,
        hash: 'copy',
        backMs: `${tile * TEMPLATE_DAYS * DAY_MS}`,
        where,
        present,
      });
    }
  };
  await clickhouse.command(`TRUNCATE TABLE ${table}`);
  // Where nothing lies apart, plans reach into the future.
  await copy(begins.length === 0 ? '1' : `toUnixTimestamp64Milli(at) + shift < ${begins[0]}`);
  await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`);
  if (begins.length === 0) return;
  await clickhouse.command(`SYSTEM STOP MERGES ${table}`);
  for (const [i, begin] of begins.entries()) {
    const end = begins[i + 1] ?? Number.MAX_SAFE_INTEGER;
    await copy(
      `toUnixTimestamp64Milli(at) + shift >= ${begin} AND toUnixTimestamp64Milli(at) + shift < ${end}`,
    );
  }
}

/** Ids of conversations that are open or closed in the template. A survey alone is neither. */
function idsOf(choice: Choice): string {
  const ended = choice === 'open' ? 'ended_at = 0' : 'ended_at != 0';
  return `SELECT conversation_id FROM ${TEMPLATE}.conversations FINAL WHERE stream != 'surveys' AND ${ended}`;
}

async function widenChoice(
  clickhouse: ClickHouse,
  table: string,
  present: number,
  choice: Choice,
  copies: number,
): Promise<void> {
  const tileMs = choice === 'open' ? 0 : TILE_DAYS * DAY_MS;
  await insertCopies(clickhouse, table, wide(table), {
    copies,
    hash: 'cityHash64(conversation_id, copy)',
    backMs: `toInt64(copy * ${tileMs} + hash % ${SCATTER_MS[choice]})`,
    where: `conversation_id IN (${idsOf(choice)})`,
    present,
    more: { is_open: choice === 'open' ? '1' : '0' },
  });
}

interface Copies {
  copies: number;
  /** SQL of a number that tells queue and agent of a copy. */
  hash: string;
  /** SQL of how much earlier a copy is. */
  backMs: string;
  where: string;
  present: number;
  more?: Readonly<Record<string, string>>;
}

async function insertCopies(clickhouse: ClickHouse, table: string, into: string, how: Copies): Promise<void> {
  const values = {
    ...(await shifted(clickhouse, table)),
    ...(await only(clickhouse, table, NAMES)),
    ...how.more,
  };
  await clickhouse.command(`INSERT INTO ${into} (${Object.keys(values)})
WITH ${how.hash} AS hash, toInt64(${how.present - TEMPLATE_NOW}) - ${how.backMs} AS shift
SELECT ${Object.values(values)}
FROM ${TEMPLATE}.${table} FINAL
ARRAY JOIN range(${how.copies}) AS copy
WHERE ${how.where}`);
}

/** SQL of a name with a number behind it; no name stays none. */
export const named = (column: string, number: string) =>
  `if(${column} = '', '', concat(${column}, '-', toString(${number})))`;
const QUEUE = `hash % ${QUEUES}`;
const AGENT = `intDiv(hash, ${QUEUES}) % ${AGENTS}`;

/** SQL of the columns that name something. */
const NAMES: Readonly<Record<string, string>> = {
  conversation_id: named('conversation_id', 'copy'),
  event_id: named('event_id', 'copy'),
  customer_id: named('customer_id', 'copy'),
  queue: named('queue', QUEUE),
  // There are fewer copies of agents than of queues: some serve two.
  queues: `arrayFlatten(arrayMap(name -> arrayMap(i -> concat(name, '-', toString(i)), range(hash, ${QUEUES}, ${AGENTS})), queues))`,
  team: named('team', AGENT),
  agent: named('agent', AGENT),
  agent_id: named('agent_id', 'hash'),
  // What was otherwise with an earlier fact has the names of its conversation.
  earlier: ['queue', 'team', 'agent'].reduce(
    (text, column) =>
      `replaceRegexpAll(${text}, '"${column}":"([^"]+)"', concat('"${column}":"\\\\1-', toString(${column === 'queue' ? QUEUE : AGENT}), '"'))`,
    'earlier',
  ),
  actor_id: `if(actor_kind = 'agent', ${named('actor_id', AGENT)}, ${named('actor_id', 'copy')})`,
  // The template was stored just now; its copies, when they happened.
  kafka_at: 'occurred_at + toIntervalMillisecond(shift)',
  ingested_at: 'occurred_at + toIntervalMillisecond(shift)',
};

/** SQL of each column of a template's table, its times moved by `shift` ms: 1970 is "not ended", 2200 "due at no time". */
export async function shifted(clickhouse: ClickHouse, table: string): Promise<Record<string, string>> {
  const columns = await clickhouse.query<{ name: string; type: string }>({
    sql: 'SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}',
    params: { database: TEMPLATE, table },
  });
  return Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      type.startsWith('DateTime64')
        ? `if(${name} = 0 OR ${name} >= '2200-01-01', ${name}, ${name} + toIntervalMillisecond(shift))`
        : name,
    ]),
  );
}

/** Of some columns those that a template's table has. */
export async function only(
  clickhouse: ClickHouse,
  table: string,
  values: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const columns = await shifted(clickhouse, table);
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in columns));
}

/** Closed conversations of the widened tables. */
export async function countWide(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.query<{ count: number }>({
    sql: `SELECT count()::Float64 AS count FROM ${wide('conversations')} WHERE NOT is_open AND stream != 'surveys'`,
    params: {},
  });
  return row!.count;
}
