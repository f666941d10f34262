import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { INPUT_TOPICS, TOPICS } from '../../schemas/index.ts';
import { startAlerting } from '../alerting/main.ts';
import { startCollector } from '../collector/main.ts';
import type { Ingest } from '../ingest/app.ts';
import { startIngest } from '../ingest/main.ts';
import { startRegistration } from '../lib/avro/registration.ts';
import { migrate } from '../lib/clickhouse/migrate.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { Lifecycle } from '../lib/lifecycle.ts';
import type { Log } from '../lib/log.ts';
import { loopbackOf } from '../lib/loopback.ts';
import type { RoleContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { startQuery } from '../query/main.ts';
import { readFreshness } from '../query/queries/freshness-query.ts';
import { progressLine, settleSimulator, startSimulator } from '../simulator/main.ts';
import { placeLine } from '../simulator/place.ts';
import { keepReference } from './reference-data.ts';

export interface StartOptions {
  simulator: boolean;
  seed: number;
  historyDays: number;
  /** UTC ms. */
  historyEnd: number;
}

const PARTITIONS = 6;

/**
 * Everything on one machine: the embedded servers in a child process, all services in this one.
 * Resolves once it runs; `failed` rejects when it cannot go on.
 */
export async function startAll(
  given: Environment,
  options: StartOptions,
  { lifecycle, log, terminal }: { lifecycle: Lifecycle; log: Log; terminal: Terminal },
): Promise<{ failed: Promise<never> }> {
  const dataDir = path.resolve(given.DATA_DIR);
  const embedded = await lifecycle.start(
    () => startServers(given, dataDir),
    (servers) => servers.stop(),
  );
  terminal.say(
    `Embedded servers, for laptops and tests: Kafka ${embedded.brokers}, ClickHouse ${embedded.clickhouseUrl}`,
  );
  // Reference data of one's own say when their center is open; the simulated one then stays where it is at home.
  const history = {
    seed: options.seed,
    historyDays: options.historyDays,
    historyEnd: options.historyEnd,
    atWork: given.CONTACT_CENTER_CONFIG === undefined,
    stateFile: path.join(dataDir, 'simulator.json'),
  };
  const simulated = options.simulator ? await settleSimulator(history) : null;
  const environment =
    simulated !== null && history.atWork
      ? { ...given, CONTACT_CENTER_CONFIG: await keepReference(dataDir, simulated.place) }
      : given;
  const context: RoleContext = { environment, endpoints: embedded, lifecycle, log };
  const failures: Promise<unknown>[] = [
    embedded.exited.then((why) => {
      throw new LinewatchError('EMBEDDED_FAILED', `the embedded servers ended with ${why}`);
    }),
  ];

  const bare = connectClickHouse(environment, embedded, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  const { tried } = await startRegistration(context);
  await Promise.race([tried, ...failures]);
  const metrics = new Registry();
  let ingest: Ingest | undefined;
  const address = await startQuery(context, metrics, {
    ingest: async () => ingest !== undefined && ingest.waitingFor().length === 0,
  });
  ingest = await startIngest(context, metrics);
  failures.push(ingest.failed);
  await startAlerting(context, metrics);
  await startCollector(context, metrics);
  if (simulated !== null) {
    terminal.say(placeLine(simulated.place, Date.now()));
    const filling = ` (it fills while ${options.historyDays} days of history are made up)`;
    terminal.say(`Dashboard: ${address}${simulated.historyLeft ? filling : ''}`);
    const caughtUp = createLatch();
    const simulator = await startSimulator(context, {
      ...history,
      onProgress: (progress) => {
        terminal.progress(progressLine(progress));
        if (progress.fraction === 1) caughtUp.open();
      },
    });
    failures.push(simulator.done.then(() => new Promise(() => {})));
    await Promise.race([caughtUp.opened, ...failures]);
  }
  await Promise.race([untilStored(context, Date.now()), ...failures]);
  terminal.say(`Ready: ${address}  (Ctrl-C stops)`);
  return { failed: Promise.race(failures) as Promise<never> };
}

function startServers(environment: Environment, dataDir: string) {
  try {
    makeFolder(dataDir);
  } catch (cause) {
    throw new LinewatchError('DATA_DIR_UNUSABLE', `the data folder ${dataDir} cannot be used`, { cause });
  }
  return startEmbedded({
    host: loopbackOf(environment.HOST),
    dataDir,
    kafkaPort: environment.KAFKA_PORT,
    registryPort: environment.REGISTRY_PORT,
    clickhousePort: environment.CLICKHOUSE_PORT,
    topics: [...INPUT_TOPICS, TOPICS.deadLetters, TOPICS.slaAlerts].map((name) => ({
      name,
      partitions: PARTITIONS,
    })),
    logLevel: environment.LOG_LEVEL ?? 'warn',
  });
}

/**
 * Makes a folder and those above it, and sees that it can be written. Node's own recursive call never returns
 * where a file system answers ENOENT to every attempt, as /proc does.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    accessSync(folder, constants.W_OK);
  } else {
    makeFolder(path.dirname(folder));
    mkdirSync(folder);
  }
}

/** Waits until all that Kafka had acknowledged before `since` (UTC ms) is stored. */
async function untilStored({ environment, endpoints }: RoleContext, since: number): Promise<void> {
  const clickhouse = connectClickHouse(environment, endpoints);
  try {
    while (true) {
      const { asOf } = await readFreshness(clickhouse, Date.now());
      if (asOf !== null && asOf >= since) return;
      await sleep(100);
    }
  } finally {
    await clickhouse.close();
  }
}

/** Opens once. */
function createLatch(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
