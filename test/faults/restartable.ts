import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedServers, startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import type { ServersForTests } from '../support/embedded.ts';

/** Embedded servers that come back on the same ports with the same data. */
export interface RestartableServers extends ServersForTests {
  /** Ends them, at once or in good order, and starts them again. Gives the ms from the start to their being ready. */
  restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<number>;
  dataDir: string;
}

/** @param dataDir a folder that stays; a temporary one if not given. */
export async function startRestartable(dataDir?: string): Promise<RestartableServers> {
  const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'linewatch-servers-')));
  const start = (ports: { kafkaPort: number; registryPort: number; clickhousePort: number }) =>
    startEmbedded({
      host: '127.0.0.1',
      dataDir: folder,
      ...ports,
      topics: TOPICS_WITH_SCHEMA.map((name) => ({
        name,
        partitions: 3,
      })),
      logLevel: 'fatal',
    });
  let servers: EmbeddedServers = await start({ kafkaPort: 0, registryPort: 0, clickhousePort: 0 });
  const { brokers, registryUrl, clickhouseUrl } = servers;
  const ports = {
    kafkaPort: Number(brokers[0]!.split(':')[1]),
    registryPort: Number(new URL(registryUrl).port),
    clickhousePort: Number(new URL(clickhouseUrl).port),
  };
  return {
    brokers,
    registryUrl,
    clickhouseUrl,
    embedded: true,
    dataDir: folder,
    async restart(signal) {
      servers.process.kill(signal);
      await servers.exited;
      const startedAt = Date.now();
      servers = await start(ports);
      return Date.now() - startedAt;
    },
    async stop() {
      await servers.stop();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
