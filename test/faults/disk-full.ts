import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settle, stop } from './kills.ts';
import { startRestartable } from './restartable.ts';
import { createResult, type Result } from './result.ts';
import { createStage } from './stage.ts';

const MIB = 1_048_576;
const CHUNK = 200;
const FULL_MS = 4_000;
const RUNS = 3;

/**
 * A disk is full for a while: first ClickHouse's, then Kafka's. Inserts and commits fail; nothing may be taken for
 * stored, and all of it must be in once there is room. What Kafka refuses meanwhile was never acknowledged.
 *
 * Needs the right to mount; without it this fault says so and counts as a violation rather than as done.
 */
export async function diskFull(seed: number): Promise<Result[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linewatch-full-'));
  const disks = ['clickhouse', 'kafka'].map((name) => ({ name, path: path.join(folder, name) }));
  const results = disks.map(({ name }) => createResult(`the disk of ${name} is full`));
  try {
    for (const disk of disks) mountSmallDisk(disk.path);
  } catch (error) {
    unmount(disks.map((disk) => disk.path));
    for (const result of results)
      result.violations.push(`NOT TRIED, a tmpfs cannot be mounted here: ${(error as Error).message}`);
    return results;
  }
  const servers = await startRestartable(folder);
  const stage = await createStage(seed, async () => servers);
  try {
    const { feed, lane } = stage;
    const tested = await lane('disk-full', { sessionTimeoutMs: 30_000 });
    const ingest = tested.start();
    await feed.produce(CHUNK);
    await settle(feed, [tested], [ingest]);
    for (const [i, disk] of disks.entries()) {
      const result = results[i]!;
      for (; result.runs < RUNS; result.runs++) {
        // Kafka has no room for new records: those that are there already wait to be committed.
        if (disk.name === 'kafka') await feed.produce(CHUNK);
        const makeRoom = fill(disk.path);
        if (disk.name === 'clickhouse') await feed.produce(CHUNK);
        await sleep(FULL_MS);
        makeRoom();
        await settle(feed, [tested], [ingest]);
        result.violations.push(...(await tested.differences(false)));
      }
    }
    results.at(-1)!.violations.push(...(await tested.differences(true)));
    await stop([ingest]);
  } finally {
    await stage.close();
    unmount(disks.map((disk) => disk.path));
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

function mountSmallDisk(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', folder], { stdio: 'pipe' });
}

function unmount(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      execFileSync('umount', [folder], { stdio: 'pipe' });
    } catch {
      // It was not mounted.
    }
  }
}

/** Takes what is left of a disk; gives the function that gives it back. */
function fill(folder: string): () => void {
  const ballast = path.join(folder, 'ballast');
  for (let bytes = 64 * MIB; bytes >= 4_096; ) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < bytes) {
      bytes = Math.floor(bytes / 4);
      continue;
    }
    writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' });
  }
  return () => rmSync(ballast);
}
