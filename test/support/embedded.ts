import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import type { Endpoints } from '../../services/lib/connections.ts';

/** Kafka, registry and ClickHouse for a test. The topics of Linewatch exist; no database of it does. */
export interface ServersForTests extends Endpoints {
  /** False when KAFKA_BROKERS, SCHEMA_REGISTRY_URL and CLICKHOUSE_URL name all three. */
  embedded: boolean;
  /** Ends the embedded servers and removes their data; servers of the environment are left as they are. */
  stop(): Promise<void>;
}

/**
 * The servers that the environment names, and embedded ones on free ports with a data folder of their own for
 * those that it does not.
 */
export async function startServersForTests({ partitions = 3 } = {}): Promise<ServersForTests> {
  const {
    KAFKA_BROKERS: brokers,
    SCHEMA_REGISTRY_URL: registryUrl,
    CLICKHOUSE_URL: clickhouseUrl,
  } = process.env;
  if (brokers && registryUrl && clickhouseUrl) {
    return { brokers: brokers.split(','), registryUrl, clickhouseUrl, embedded: false, stop: async () => {} };
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-servers-'));
  const servers = await startEmbedded({
    host: '127.0.0.1',
    dataDir,
    kafkaPort: 0,
    registryPort: 0,
    clickhousePort: 0,
    topics: TOPICS_WITH_SCHEMA.map((name) => ({ name, partitions })),
    logLevel: 'warn',
  });
  return {
    brokers: brokers ? brokers.split(',') : servers.brokers,
    registryUrl: registryUrl || servers.registryUrl,
    clickhouseUrl: clickhouseUrl || servers.clickhouseUrl,
    embedded: true,
    async stop() {
      await servers.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
