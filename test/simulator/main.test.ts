import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startRegistry } from '../../infra/embedded/registry/server.ts';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { createLatch } from '../../services/lib/latch.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { startSimulator } from '../../services/simulator/main.ts';
import { PRODUCE } from '../infra/embedded/broker/support/requests.ts';
import { startedBroker } from '../infra/embedded/broker/support/started.ts';

/** A command that has not stopped by then is ended with an error. */
const STOP_MS = 10_000;

it('stops in order in the time that a role has, although Kafka leaves its events unanswered', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-simulator-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const registry = await startRegistry({
    host: '127.0.0.1',
    port: 0,
    dataDir: path.join(folder, 'registry'),
  });
  onTestFinished(() => registry.close());
  const asked = createLatch();
  const broker = await startedBroker({
    topics: TOPICS_WITH_SCHEMA.map((name) => ({ name, partitions: 1 })),
    faults(apiKey) {
      if (apiKey !== PRODUCE) return undefined;
      asked.open();
      return { delayMs: 3_600_000 };
    },
  });
  const failures: unknown[] = [];
  const lifecycle = createLifecycle((error) => failures.push(error));
  const context = {
    environment: readEnvironment({ DATA_DIR: folder }),
    endpoints: {
      brokers: [`127.0.0.1:${broker.port}`],
      registryUrl: `http://127.0.0.1:${registry.port}`,
      clickhouseUrl: 'http://127.0.0.1:9',
    },
    lifecycle,
    log: createLog({ level: 'silent' }),
  };
  await startSimulator(context, {
    seed: 1,
    historyDays: 1,
    historyEnd: Date.now(),
    stateFile: path.join(folder, 'simulator.json'),
    onProgress() {},
  });
  await asked.opened;
  const from = performance.now();
  await lifecycle.stop();
  expect(performance.now() - from).toBeLessThan(STOP_MS);
  expect(failures).toEqual([]);
});
