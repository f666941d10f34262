import { execFile } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { createCenter } from '../center/center.ts';
import { atMost, figure, type Line, median } from '../report.ts';
import { scaled } from '../scale.ts';
import type { BenchServers } from '../servers.ts';
import { QUESTIONS } from './questions.ts';

const NAME = 'peers';
const VERSION = '1.5.6-r.1';
const CONVERSATIONS = scaled(10_000_000);
const ROUNDS = 5;
const DAY_MS = 86_400_000;
const RANGES = { '24h': DAY_MS, '7d': 7 * DAY_MS, '90d': 90 * DAY_MS };
const GOAL = 0.25;

/** What this bench uses of DuckDB's package, which is no dependency of the project. */
interface Connection {
  runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): Record<string, unknown>[] }>;
  closeSync(): void;
}
interface Duckdb {
  DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

/** The same questions to the query service and to DuckDB over the same facts as Parquet. */
export async function askDuckdb(say: (line: string) => void): Promise<Line[]> {
  const duckdb = await fetchDuckdb(say);
  if (duckdb === null) return [];
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-parquet-'));
  const { servers, resize } = await createCenter(say);
  try {
    const { facts } = await resize(CONVERSATIONS);
    const at = performance.now();
    await exportFacts(servers, folder);
    say(`${facts} facts written to Parquet in ${Math.round((performance.now() - at) / 1_000)} s`);
    const service = await servers.startQuery();
    const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
    await connection.runAndReadAll(`CREATE VIEW facts AS SELECT * FROM read_parquet('${folder}/*.parquet')`);
    const lines = await askInTurn(service, connection, say);
    connection.closeSync();
    return lines;
  } finally {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function askInTurn(
  service: string,
  connection: Connection,
  say: (line: string) => void,
): Promise<Line[]> {
  const lines: Line[] = [];
  // Whole hours: neither side has an advantage of half ones.
  const to = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  for (const [range, length] of Object.entries(RANGES)) {
    const from = to - length;
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (const question of QUESTIONS) {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const begun = performance.now();
        const answer = await fetch(`${service}/api/v1/query?${question.asked}&tz=UTC&from=${from}&to=${to}`);
        const { rows } = (await answer.json()) as { rows: Record<string, unknown>[] };
        const between = performance.now();
        const result = await connection.runAndReadAll(question.sql(from, to));
        const found = result.getRowObjectsJson();
        ours.push(between - begun);
        theirs.push(performance.now() - between);
        compareCounts(question.name, question.count, rows, found);
      }
      say(`${range}, ${question.name}: ${median(ours).toFixed(1)} and ${median(theirs).toFixed(1)} ms`);
      times.ours.push(median(ours));
      times.theirs.push(median(theirs));
    }
    const [ours, theirs] = [median(times.ours), median(times.theirs)];
    lines.push(
      figure(NAME, `ours: ${QUESTIONS.length} questions over ${range}, p50`, ours, ' ms'),
      figure(NAME, `DuckDB over Parquet: the same, p50`, theirs, ' ms'),
      atMost(NAME, `ours / DuckDB, ${range}`, ours / theirs, GOAL, ''),
    );
  }
  return lines;
}

/** Both have counted the same things, or their times mean nothing. */
function compareCounts(
  name: string,
  count: string,
  ours: Record<string, unknown>[],
  theirs: Record<string, unknown>[],
) {
  const sum = (rows: Record<string, unknown>[]) =>
    rows.reduce((total, row) => total + Number(row[count] ?? 0), 0);
  if (sum(ours) !== sum(theirs)) throw new Error(`${name}: ${sum(ours)} of ours, ${sum(theirs)} of DuckDB`);
}

/** A file a month, in the order of the table's key, so that both can leave out what a question does not need. */
async function exportFacts(
  { clickhouse, embedded, environment }: BenchServers,
  folder: string,
): Promise<void> {
  const months = await clickhouse.query<{ month: number }>({
    sql: 'SELECT DISTINCT toYYYYMM(at)::UInt32 AS month FROM facts ORDER BY month',
    params: {},
  });
  const { origin, username, password } = new URL(embedded.clickhouseUrl);
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  for (const { month } of months) {
    const query = `SELECT facts.fact::String AS fact, toUnixTimestamp64Milli(facts.at) AS at, toUnixTimestamp64Milli(facts.ended_at) AS ended_at,
      conversation_id, facts.state::String AS state, facts.label::String AS label, value_ms, target_ms, facts.queue::String AS queue,
      facts.team::String AS team, facts.agent::String AS agent, facts.channel::String AS channel
    FROM facts FINAL WHERE toYYYYMM(facts.at) = ${month} ORDER BY facts.fact, facts.at
    SETTINGS output_format_parquet_compression_method = 'zstd', max_execution_time = 0 FORMAT Parquet`;
    const response = await fetch(`${origin}/?database=${environment.CLICKHOUSE_DATABASE}`, {
      method: 'POST',
      body: query,
      headers: { authorization },
    });
    if (!response.ok) throw new Error(await response.text());
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, createWriteStream(path.join(folder, `${month}.parquet`)));
  }
}

/** Null, and said, where npm does not have it. */
async function fetchDuckdb(say: (line: string) => void): Promise<Duckdb | null> {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'linewatch', `duckdb-${VERSION}`);
  try {
    if (!existsSync(path.join(folder, 'node_modules/@duckdb/node-api'))) {
      await mkdir(folder, { recursive: true });
      const wanted = `@duckdb/node-api@${VERSION}`;
      await promisify(execFile)('npm', [
        'install',
        '--prefix',
        folder,
        '--no-save',
        '--no-audit',
        '--no-fund',
        wanted,
      ]);
    }
    return createRequire(path.join(folder, 'package.json'))('@duckdb/node-api') as Duckdb;
  } catch (error) {
    say(`LEFT OUT: DuckDB (needs @duckdb/node-api from npm): ${(error as Error).message.slice(0, 500)}`);
    return null;
  }
}
