import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
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

/** Notes the hours of what was stored in the time of a look, as ingest does: of those that are over. */
async function note(clickhouse: ClickHouse, from: number): Promise<void> {
  const over = Date.now() - (Date.now() % HOUR_MS);
  const hours = (anchor: 'start' | 'end') => `SELECT DISTINCT concat(fact, ' ${anchor}'),
    toStartOfHour(${anchor === 'start' ? 'at' : 'ended_at'}) AS hour, 'bench-${from}', 0 FROM facts FINAL
  WHERE greatest(began_at, ended_at) >= fromUnixTimestamp64Milli(${from})
    AND greatest(began_at, ended_at) < fromUnixTimestamp64Milli(${from + LOOK_MS})
    AND hour < fromUnixTimestamp64Milli(${over})${anchor === 'end' ? ' AND ended_at != 0' : ''}`;
  await clickhouse.command(
    `INSERT INTO dirty_hours (what, hour, unit, struck) ${hours('start')} UNION ALL ${hours('end')}`,
  );
}
