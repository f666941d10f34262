import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onceARun, RUN_FOLDER, RUN_PROCESS, SHARED_CLICKHOUSE } from './once-a-run.ts';
import { waitUntil } from './product.ts';

export interface ClickHouseForTests {
  url: string;
  stop(): Promise<void>;
  /** False when the tests run against the server that CLICKHOUSE_URL names. */
  embedded: boolean;
}

/** An embedded ClickHouse in a process of its own. */
export interface ClickHouseProcess {
  url: string;
  process: ChildProcess;
  /** Resolves with the signal when the process has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

const ENTRY = path.join(import.meta.dirname, 'embedded-clickhouse-process.ts');
const ROOMY = { ...process.env, UV_THREADPOOL_SIZE: '16' };

/** The server that CLICKHOUSE_URL names, or else an embedded one with a data folder of its own. */
export async function startClickHouseForTests(): Promise<ClickHouseForTests> {
  const url = process.env.CLICKHOUSE_URL;
  if (url !== undefined && url !== '') return { url, stop: async () => {}, embedded: false };
  const dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-clickhouse-'));
  const server = await startClickHouseProcess(dataDir);
  return {
    url: server.url,
    embedded: true,
    async stop() {
      await server.kill('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * The server that CLICKHOUSE_URL names, or else an embedded one that the files of a run share, for what keeps to a
 * database of its own. It ends with the run.
 */
export async function shareClickHouseForTests(): Promise<ClickHouseForTests> {
  const run = process.env[RUN_FOLDER];
  if (run === undefined || process.env.CLICKHOUSE_URL) return startClickHouseForTests();
  const said = path.join(run, SHARED_CLICKHOUSE);
  await onceARun('clickhouse', async () => {
    const out = openSync(said, 'w');
    // It outlives whichever process needs it first.
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', ENTRY, path.join(run, 'clickhouse'), process.env[RUN_PROCESS]!],
      { env: ROOMY, stdio: ['ignore', out, 'ignore'], detached: true },
    );
    closeSync(out);
    child.unref();
    await waitUntil(() => readFileSync(said, 'utf8').endsWith('\n'));
  });
  const { url, error } = JSON.parse(readFileSync(said, 'utf8')) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return { url, embedded: true, stop: async () => {} };
}

/**
 * Starts an embedded ClickHouse on a data folder that stays.
 *
 * @throws Error with the start's error code as message
 */
export async function startClickHouseProcess(dataDir: string): Promise<ClickHouseProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, dataDir], {
    env: ROOMY,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>,
    exited.then(() => [JSON.stringify({ error: `ended before it listened: ${stderr}` })]),
  ]);
  const { url, error } = JSON.parse(line!) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return {
    url,
    process: child,
    async kill(signal) {
      child.kill(signal);
      await exited;
    },
  };
}
