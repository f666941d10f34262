import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { conditionSql } from '../../../services/metrics/evaluate/sql.ts';
import { TELLING, TELLS } from '../../../services/metrics/rows/surveys.ts';
import { TOLD } from '../../../services/rollups/notes.ts';
import { createRefresh } from '../../../services/rollups/refresh.ts';
import { ROLLED_TABLES } from '../../rollups/support/rolled-tables.ts';

/** Of what ingest has stored, as much is not rolled up again yet as comes between two looks, ms. */
const LOOK_MS = 20_000;
/** The last looks are taken one by one: each has hours rolled up anew that are rolled up, in parts of their own. */
const LOOKS = 5;
const HOUR_MS = 3_600_000;

/**
 * All at once, as the command `rollups build` does, and then as ingest does beside its work. What was stored last stays
 * noted and is not rolled up.
 *
 * @param present UTC ms
 */
export async function rollUp(
  clickhouse: ClickHouse,
  present: number,
  say: (line: string) => void,
): Promise<void> {
  for (const table of ROLLED_TABLES) await clickhouse.command(`TRUNCATE TABLE ${table}`);
  const { refresh } = createRefresh(clickhouse, Date.now);
  const look = async (what: string) => {
    const begun = performance.now();
    const options = { maxNew: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
    const { hours } = await refresh(options);
    say(
      `${hours} hours of facts rolled up in ${((performance.now() - begun) / 1_000).toFixed(1)} s, ${what}`,
    );
  };
  await look('all at once');
  for (let left = LOOKS; left > 0; left--) {
    await note(clickhouse, present - left * LOOK_MS - LOOK_MS);
    await look('news');
  }
  await note(clickhouse, present - LOOK_MS);
}

/** What is told of a conversation, in `facts` and in `tellings`. */
const COLUMNS = [
  ...[
    'conversation_id',
    'fact',
    'at',
    'stream',
    'seq',
    'opened_at',
    'version',
    'is_deleted',
    'ended_at',
    'label',
  ],
  ...['queue', 'team', 'agent', 'channel', 'priority', 'customer_tier', 'policy'],
];

/** Notes the hours of what was stored in the time of a look, those that are over, and tells of conversations, as ingest does. */
async function note(clickhouse: ClickHouse, from: number): Promise<void> {
  const storedAt = Date.now();
  const over = `fromUnixTimestamp64Milli(${storedAt - (storedAt % HOUR_MS)})`;
  const unit = `bench-${from}`;
  const news = `FROM facts FINAL
  WHERE greatest(began_at, ended_at) >= fromUnixTimestamp64Milli(${from})
    AND greatest(began_at, ended_at) < fromUnixTimestamp64Milli(${from + LOOK_MS})`;
  const telling = `fact IN (${TELLING.map((fact) => `'${fact}'`)}) AND ${conditionSql(TELLS)}`;
  const hours = (what: string, column: string) =>
    `SELECT DISTINCT ${what}, toStartOfHour(${column}) AS hour, '${unit}', 0, fromUnixTimestamp64Milli(${storedAt})
  ${news} AND ${column} != 0 AND hour < ${over}`;
  await clickhouse.command(
    `INSERT INTO tellings (${COLUMNS}, stored_at) SELECT ${COLUMNS}, fromUnixTimestamp64Milli(${storedAt}) ${news} AND ${telling}`,
  );
  await clickhouse.command(
    `INSERT INTO dirty_hours (what, hour, unit, struck, noted_at) ${[
      hours(`concat(fact, ' start')`, 'at'),
      hours(`concat(fact, ' end')`, 'ended_at'),
      `${hours(`'${TOLD}'`, 'at')} AND ${telling}`,
    ].join(' UNION ALL ')}`,
  );
}
