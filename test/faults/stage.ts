import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXAMPLE } from '../../services/center/contact-center.ts';
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
  const config = path.join(outDir, 'contact-center.yaml');
  await writeFile(config, withTypedHolidays(await readFile(EXAMPLE, 'utf8')));
  const feed = await createFeed(servers, seed);
  const lanes: Lane[] = [];
  return {
    servers,
    feed,
    dice: createDice(seed),
    async lane(name, options = {}) {
      const lane = await createLane({
        name,
        endpoints: servers,
        entry,
        config,
        sessionTimeoutMs: 2_000,
        ...options,
      });
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

/** The example with a date in the place of a country: hundreds of processes would each read the holidays of 26 years. */
function withTypedHolidays(example: string): string {
  const typed = example.replace(/holidays: \{[^}]*\}/, 'holidays: [2026-12-25]');
  if (typed === example) throw new Error('the example names no country');
  return typed;
}
