import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { bundle } from './bundle.ts';
import { createFeed, type Feed } from './feed.ts';
import { createLane, type Lane, type LaneOptions } from './lane.ts';
import { createDice, type Dice } from './random.ts';

/** Everything that a fault needs to happen. */
export interface Stage {
  servers: ServersForTests;
  feed: Feed;
  dice: Dice;
  /** A new lane; closed with the stage. */
  lane(name: string, options?: Partial<LaneOptions>): Promise<Lane>;
  close(): Promise<void>;
}

/** Starts servers with a workload that only the seed decides. */
export async function createStage(seed: number, startServers = startServersForTests): Promise<Stage> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'linewatch-faults-'));
  const [servers, entry] = await Promise.all([
    startServers(),
    bundle(path.join(import.meta.dirname, 'ingest-process.ts'), outDir),
  ]);
  const feed = await createFeed(servers, seed);
  const lanes: Lane[] = [];
  return {
    servers,
    feed,
    dice: createDice(seed),
    async lane(name, options = {}) {
      const lane = await createLane({ name, endpoints: servers, entry, sessionTimeoutMs: 2_000, ...options });
      lanes.push(lane);
      return lane;
    },
    async close() {
      await feed.close();
      for (const lane of lanes) await lane.close();
      await servers.stop();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
