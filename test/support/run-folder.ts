import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isThere } from './is-there.ts';
import { RUN_FOLDER, RUN_PROCESS, SHARED_CLICKHOUSE } from './once-a-run.ts';
import { waitUntil } from './product.ts';

/** Before all files of a run, and after the last of them. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  // Vitest calls it for each project; they share the folder.
  if (process.env[RUN_FOLDER] !== undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-run-'));
  process.env[RUN_FOLDER] = folder;
  process.env[RUN_PROCESS] = String(process.pid);
  return async () => {
    await stopClickHouse(path.join(folder, SHARED_CLICKHOUSE));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** In a container where nobody looks after orphans it stays in the list of processes when it has ended. */
const ENDS_WITHIN_MS = 5_000;

/** @param said what it said when it started */
async function stopClickHouse(said: string): Promise<void> {
  if (!existsSync(said)) return;
  const { pid } = JSON.parse(await readFile(said, 'utf8')) as { pid?: number };
  if (pid === undefined || !isThere(pid)) return;
  process.kill(pid, 'SIGTERM');
  await waitUntil(() => !isThere(pid), ENDS_WITHIN_MS).catch(() => {});
}
