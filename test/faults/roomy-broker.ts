import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBroker } from '../../infra/embedded/broker/server.ts';
import { INPUT_TOPICS, TOPICS } from '../../schemas/index.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';

const MIB = 1_048_576;

/** Embedded servers with a broker that takes larger records than Kafka does unless it is told to. */
export async function startWithRoomyBroker(): Promise<ServersForTests> {
  const servers = await startServersForTests();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-roomy-'));
  const broker = await startBroker({
    dataDir,
    topics: [...INPUT_TOPICS, TOPICS.deadLetters].map((name) => ({ name, partitions: 3 })),
    limits: { maxBatchBytes: 8 * MIB },
  });
  return {
    ...servers,
    brokers: [`${broker.host}:${broker.port}`],
    async stop() {
      await broker.close();
      await servers.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
