import { setTimeout as sleep } from 'node:timers/promises';
import { settle, stop } from './kills.ts';
import type { Lane } from './lane.ts';
import type { Dice } from './random.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';

const RUNS = 10;
const CHUNK = 60;
const HANG_UPS = 40;
const ROWS = 40;

/**
 * Clients of the engine hang up in the midst of their queries while ingest is killed and reads its state back: what
 * is cancelled of one must not be missing from the answer to another.
 */
export async function hangUps({ servers, feed, lane, dice }: Stage): Promise<Result[]> {
  const result = createResult('clients hang up while ingest reads and writes');
  const tested = await lane('hang-ups');
  await tested.clickhouse.command(
    'CREATE TABLE numbered (n UInt32, x String) ENGINE = ReplacingMergeTree ORDER BY n',
  );
  for (let part = 0; part < 8; part++)
    await tested.clickhouse.command(
      `INSERT INTO numbered SELECT number, repeat('x', 2000) FROM numbers(${ROWS})`,
    );
  let reads = 0;
  for (; result.runs < RUNS; result.runs++) {
    const ingest = tested.start();
    let busy = true;
    const reading = (async () => {
      for (; busy; reads++) {
        const rows = await readNumbers(tested);
        if (rows !== ROWS) result.violations.push(`an answer had ${rows} rows instead of ${ROWS}`);
      }
    })();
    await feed.produce(CHUNK);
    for (let i = 0; i < HANG_UPS; i++) await hangUp(servers.clickhouseUrl, tested.database, dice);
    await settle(feed, [tested], [ingest]);
    busy = false;
    await reading;
    result.violations.push(...(await tested.differences(false)));
    ingest.process.kill('SIGKILL');
    await ingest.exited;
    result.kills++;
  }
  const last = tested.start();
  await settle(feed, [tested], [last]);
  await stop([last]);
  result.violations.push(...(await tested.differences(true)));
  result.figures = { 'hang-ups': RUNS * HANG_UPS, 'answers looked at': reads };
  return [result];
}

async function readNumbers({ clickhouse }: Lane): Promise<number> {
  const ids = Array.from({ length: ROWS }, (_, i) => i);
  const sql = 'SELECT n, x FROM numbered FINAL WHERE n IN {ids:Array(UInt32)}';
  return (await clickhouse.query({ sql, params: { ids } })).length;
}

/** Asks for something that takes its time, or for a lot, and goes. */
async function hangUp(url: string, database: string, dice: Dice): Promise<void> {
  const gone = new AbortController();
  const body = dice.pick([
    'SELECT sum(sipHash64(number)) FROM numbers(100000000)',
    `SELECT * FROM ${database}.numbered FINAL`,
    'SELECT 1',
  ]);
  // Fetch takes no login from an address.
  const { origin, username, password } = new URL(url);
  const headers = { 'x-clickhouse-user': username, 'x-clickhouse-key': password };
  const answer = fetch(origin, { method: 'POST', body, headers, signal: gone.signal }).then((one) =>
    one.text(),
  );
  answer.catch(() => {});
  await sleep(dice.below(40));
  gone.abort();
}
