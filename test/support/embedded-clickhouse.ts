import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

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
 * Starts an embedded ClickHouse on a data folder that stays.
 *
 * @throws Error with the start's error code as message
 */
export async function startClickHouseProcess(dataDir: string): Promise<ClickHouseProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, dataDir], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
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
