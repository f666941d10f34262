import { settle, stop } from './kills.ts';
import type { Lane } from './lane.ts';
import type { RestartableServers } from './restartable.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';

const EVENTS = 1_000_000;
/** Come by way of Kafka; the rest is made of them, with other ids. */
const RECORDS = 10_000;
const COPIES = 5;
const BATCH = 2_000;
const RUNS = 5;
const GOAL_MS = 10_000;

/**
 * Kills the embedded process, engine, broker and registry at once, with a million events stored, and ingest with it.
 * Measures from the moment of the restart until ingest has stored a record that was produced after it.
 */
export async function resume({ feed, lane }: Stage, servers: RestartableServers): Promise<Result[]> {
  const result = createResult('resuming with 1,000,000 events after SIGKILL of everything');
  const tested = await lane('resume', { sessionTimeoutMs: 6_000 });
  let ingest = tested.start();
  for (let sent = 0; sent < RECORDS; sent += BATCH) await feed.produce(BATCH);
  await settle(feed, [tested], [ingest], 900_000);
  await multiply(tested);
  const times: { servers: number; consuming: number }[] = [];
  for (; result.runs < RUNS; result.runs++) {
    await feed.produce(BATCH);
    ingest.process.kill('SIGKILL');
    await ingest.exited;
    const startedAt = Date.now();
    const ready = await servers.restart('SIGKILL');
    result.kills += 2;
    ingest = tested.start();
    await feed.produce(1);
    await settle(feed, [tested], [ingest]);
    times.push({ servers: ready, consuming: Date.now() - startedAt });
  }
  const slowest = Math.max(...times.map(({ consuming }) => consuming));
  result.figures = {
    'events stored': await countEvents(tested),
    'servers ready after at most, ms': Math.max(...times.map((one) => one.servers)),
    'everything consumed after at most, ms': slowest,
  };
  if (slowest > GOAL_MS) result.violations.push(`consuming again after ${slowest} ms`);
  result.violations.push(...(await tested.differences(false)));
  await stop([ingest]);
  return [result];
}

/** Repeats what is stored under other ids and places, consistent with itself, until there are enough events. */
async function multiply({ clickhouse }: Lane): Promise<void> {
  const times = Math.ceil(EVENTS / (await countEvents({ clickhouse })));
  const id = `concat(conversation_id, '~', toString(n)) AS conversation_id`;
  // A few at a time: a statement must be done within the client's patience.
  for (let from = 1; from < times; from += COPIES) {
    for (const [table, replaced] of [
      ['facts', id],
      ['conversations', id],
      ['events', `${id}, kafka_offset + n * 1000000000 AS kafka_offset`],
    ] as const) {
      const originals = [`position(conversation_id, '~') = 0`];
      if (table === 'events') originals.push(`stream != 'agents'`);
      await clickhouse.command(
        `INSERT INTO ${table} SELECT * EXCEPT n REPLACE (${replaced})
         FROM (SELECT * FROM ${table} FINAL WHERE ${originals.join(' AND ')}) AS stored
         CROSS JOIN (SELECT toUInt64(number) AS n FROM numbers(${from}, ${COPIES})) AS copies`,
      );
    }
  }
}

async function countEvents({ clickhouse }: Pick<Lane, 'clickhouse'>): Promise<number> {
  const sql = `SELECT count()::Float64 AS n FROM events FINAL WHERE stream != 'agents'`;
  const [row] = await clickhouse.query<{ n: number }>({ sql, params: {} });
  return row!.n;
}
