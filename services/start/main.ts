import path from 'node:path';
import { Registry } from 'prom-client';
import type { EmbeddedServers } from '../../infra/embedded/start-embedded.ts';
import { startAlerting } from '../alerting/main.ts';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { startCollector } from '../collector/main.ts';
import { startServers } from '../commands/embedded-servers.ts';
import { untilStored } from '../commands/until-stored.ts';
import type { Ingest } from '../ingest/app.ts';
import { DEFAULT_SETTINGS, startIngest } from '../ingest/main.ts';
import { startRegistration } from '../lib/avro/registration.ts';
import { migrate } from '../lib/clickhouse/migrate.ts';
import { applyRetention } from '../lib/clickhouse/retention.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { loginFileOf } from '../lib/embedded-login.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { Lifecycle } from '../lib/lifecycle.ts';
import type { Log } from '../lib/log.ts';
import type { RoleContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { createLiveFeed } from '../live/feed.ts';
import { startQuery } from '../query/main.ts';
import { settleSimulator } from '../simulator/main.ts';
import { keepReference } from './reference-data.ts';
import { type Simulation, startSimulation } from './simulation.ts';

export interface StartOptions {
  simulator: boolean;
  seed: number;
  historyDays: number;
  /** UTC ms. */
  historyEnd: number;
}

/**
 * Everything on one machine: the embedded servers in a child process, all services in this one.
 * Resolves once it runs; `failed` rejects when it cannot go on.
 */
export async function startAll(
  given: Environment,
  options: StartOptions,
  running: Running,
): Promise<Started> {
  const { lifecycle } = running;
  const dataDir = path.resolve(given.DATA_DIR);
  const embedded = await lifecycle.start(
    () => startServers(given, dataDir, portsOf(given)),
    (servers) => servers.stop(),
  );
  const gone = embedded.exited.then((why) => {
    throw new LinewatchError('EMBEDDED_FAILED', `the embedded servers ended with ${why}`);
  });
  // Whatever step waits for the servers then would wait for ever.
  return Promise.race([startServices({ given, options, running, dataDir, embedded, gone }), gone]);
}

interface Running {
  lifecycle: Lifecycle;
  log: Log;
  terminal: Terminal;
}

interface Started {
  failed: Promise<never>;
}

async function startServices({
  given,
  options,
  running: { lifecycle, log, terminal },
  dataDir,
  embedded,
  gone,
}: {
  given: Environment;
  options: StartOptions;
  running: Running;
  dataDir: string;
  embedded: EmbeddedServers;
  /** Rejects when the servers end. */
  gone: Promise<never>;
}): Promise<Started> {
  terminal.say(
    `Embedded servers, for laptops and tests: Kafka ${embedded.brokers}, registry ${embedded.registryUrl}, ClickHouse`,
  );
  // Not the address as it is: it has the password.
  const { origin } = new URL(embedded.clickhouseUrl);
  terminal.say(`  curl -K ${shellWord(loginFileOf(dataDir))} ${origin} --data 'SHOW TABLES FROM linewatch'`);
  // Reference data of one's own say when their center is open; the simulated one then stays where it is at home.
  const history = {
    seed: options.seed,
    historyDays: options.historyDays,
    historyEnd: options.historyEnd,
    newestFirst: true,
    atWork: given.CONTACT_CENTER_CONFIG === undefined,
    stateFile: path.join(dataDir, 'simulator.json'),
  };
  const simulated = options.simulator ? await settleSimulator(history) : null;
  const environment =
    simulated !== null && history.atWork
      ? { ...given, CONTACT_CENTER_CONFIG: await keepReference(dataDir, simulated.place) }
      : given;
  const context: RoleContext = { environment, endpoints: embedded, lifecycle, log };
  const failures: Promise<unknown>[] = [gone];

  const bare = connectClickHouse(environment, embedded, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  const { retention } = loadContactCenter(contactCenterFile(environment));
  await applyRetention(bare, environment.CLICKHOUSE_DATABASE, retention);
  await bare.close();
  const { tried } = await startRegistration(context);
  await Promise.race([tried, ...failures]);
  const metrics = new Registry();
  let ingest: Ingest | undefined;
  const feed = createLiveFeed((error) =>
    log.error({ error: (error as Error).message }, 'live news were not taken'),
  );
  const address = await startQuery(context, metrics, {
    alsoReady: { ingest: async () => ingest !== undefined && ingest.waitingFor().length === 0 },
    feed,
  });
  ingest = await startIngest(context, metrics, { ...DEFAULT_SETTINGS, feed });
  failures.push(ingest.failed);
  await startAlerting(context, metrics);
  await startCollector(context, metrics);
  let simulation: Simulation | null = null;
  if (simulated !== null) {
    simulation = await startSimulation(context, terminal, { settings: history, settled: simulated, address });
    failures.push(simulation.failed);
    await Promise.race([simulation.caughtUp, ...failures]);
  }
  await Promise.race([untilStored(context, Date.now()), ...failures]);
  terminal.say(`Ready: ${address}  (Ctrl-C stops)`);
  if (simulation !== null) failures.push(simulation.demonstrate().then(() => new Promise(() => {})));
  return { failed: Promise.race(failures) as Promise<never> };
}

function portsOf({ KAFKA_PORT, REGISTRY_PORT, CLICKHOUSE_PORT }: Environment) {
  return { kafkaPort: KAFKA_PORT, registryPort: REGISTRY_PORT, clickhousePort: CLICKHOUSE_PORT };
}

/** A path as a shell takes it: relative where it lies below, quoted where it must be. */
function shellWord(file: string): string {
  const below = path.relative('', file);
  const word = below.startsWith('..') ? file : below;
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
