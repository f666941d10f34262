import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RUN_FOLDER } from './once-a-run.ts';

/** Before all files of a run, and after the last of them. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  // Vitest calls it for each project; they share the folder.
  if (process.env[RUN_FOLDER] !== undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-run-'));
  process.env[RUN_FOLDER] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
