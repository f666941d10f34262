import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { bundle } from './bundle.ts';
import { createFeed, type Feed } from './feed.ts';
import { compareWithFaultless, killIngest } from './kills.ts';
import { createLane, type Lane } from './lane.ts';
import { createDice } from './random.ts';

const KILLS = 60;
const LANES = 6;

describe('ingest, killed again and again', () => {
  let servers: ServersForTests;
  let feed: Feed;
  let lanes: Lane[];
  let outDir: string;
  let entry: string;

  beforeAll(async () => {
    outDir = await mkdtemp(path.join(tmpdir(), 'linewatch-faults-'));
    [servers, entry] = await Promise.all([
      startServersForTests(),
      bundle(path.join(import.meta.dirname, 'ingest-process.ts'), outDir),
    ]);
    feed = await createFeed(servers, 1);
    const names = [...Array.from({ length: LANES }, (_, i) => `lane-${i + 1}`), 'faultless'];
    lanes = [];
    for (const name of names) {
      lanes.push(await createLane({ name, endpoints: servers, entry, sessionTimeoutMs: 1_000 }));
    }
  });

  afterAll(async () => {
    await feed.close();
    for (const lane of lanes) await lane.close();
    await servers.stop();
    await rm(outDir, { recursive: true, force: true });
  });

  it(`loses nothing and counts nothing twice over ${KILLS} kills`, { timeout: 300_000 }, async () => {
    const killed = lanes.slice(0, LANES);
    const results = await killIngest({ feed, lanes: killed, kills: KILLS, dice: createDice(1) });
    results.push(await compareWithFaultless(feed, killed, lanes[LANES]!));
    expect(results.flatMap((result) => result.violations)).toEqual([]);
    expect(results.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS);
  });
});
