import path from 'node:path';
import { runIngest } from './ingest-run.ts';
import { atLeast, type Bench, figure, median } from './report.ts';
import { scaled } from './scale.ts';
import { type BenchServers, startBenchServers } from './servers.ts';

const NAME = 'limit';
const ROUNDS = 2;
const WARM_UP = scaled(20_000);
const MEASURED = scaled(120_000);
const GOAL_SHARE = 0.35;

/** How near ingest comes to the engine when it reads the same events from a file, decoding and storing by itself. */
export const limitBench: Bench = {
  name: NAME,
  title: "ingest beside the engine's own import of the same events from an Avro file",
  async run(say) {
    const servers = await startBenchServers();
    try {
      await servers.clickhouse.command('CREATE TABLE imported_events AS events');
      const ingested: number[] = [];
      const imported: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        ingested.push(await runIngest(servers, { seed: round, warmUp: WARM_UP, measured: MEASURED }));
        imported.push(await importEvents(servers, round));
        say(`round ${round}: ${Math.round(ingested.at(-1)!)}/s and ${Math.round(imported.at(-1)!)}/s`);
      }
      const [ours, limit] = [median(ingested), median(imported)];
      return [
        figure(NAME, 'ingest', ours, '/s'),
        figure(NAME, 'import of an Avro file', limit, '/s'),
        atLeast(NAME, 'ingest / import', ours / limit, GOAL_SHARE, ''),
      ];
    } finally {
      await servers.stop();
    }
  },
};

/** Has the engine write the events of a round to a file, and import it into a table like `events`. Events a second. */
async function importEvents({ clickhouse, dataDir }: BenchServers, round: number): Promise<number> {
  const file = `file('${path.join(dataDir, `round-${round}.avro`)}', 'Avro')`;
  await clickhouse.command(
    `INSERT INTO FUNCTION ${file} SELECT * FROM events FINAL WHERE startsWith(event_id, 'load${round}-')`,
  );
  const from = performance.now();
  await clickhouse.command(`INSERT INTO imported_events SELECT * FROM ${file}`);
  const seconds = (performance.now() - from) / 1000;
  const [row] = await clickhouse.query<{ ids: number }>({
    sql: `SELECT uniqExact(event_id)::Float64 AS ids FROM imported_events WHERE startsWith(event_id, 'load${round}-')`,
    params: {},
  });
  if (row!.ids !== WARM_UP + MEASURED)
    throw new Error(`${row!.ids} of ${WARM_UP + MEASURED} events imported`);
  return (WARM_UP + MEASURED) / seconds;
}
