import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A private folder for what passes between this server and the engine: bodies of inserts, pipes of results. */
export interface Workspace {
  /** A file name that nothing has used yet. */
  newFile(): string;
  /** Named pipes, one a session. */
  pipes: string[];
  remove(): void;
}

const SHARED_MEMORY = '/dev/shm';

/**
 * Makes the folder, in memory where the system has a memory file system. Its name follows from the data folder,
 * so whatever a killed process left is removed here: call it only when the data folder's lock is held.
 */
export function createWorkspace(dataDir: string, pipeCount: number): Workspace {
  const folder = folderOf(dataDir);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pipes = Array.from({ length: pipeCount }, (_, index) => path.join(folder, `result-${index}`));
  const made = spawnSync('mkfifo', ['-m', '600', ...pipes], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`mkfifo failed: ${made.error?.message ?? made.stderr}`);
  let files = 0;
  return {
    pipes,
    newFile() {
      files += 1;
      return path.join(folder, `insert-${files}`);
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the workspace of a data folder is. */
export function folderOf(dataDir: string): string {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
    return path.join(SHARED_MEMORY, `linewatch-clickhouse-${name}`);
  } catch {
    return path.join(dataDir, 'spool');
  }
}
