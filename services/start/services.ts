import path from 'node:path';
import { Registry } from 'prom-client';
import type { EmbeddedServers } from '../../infra/embedded/start-embedded.ts';
import { startAlerting } from '../alerting/main.ts';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { startCollector } from '../collector/main.ts';
import { untilStored } from '../commands/until-stored.ts';
import type { Ingest } from '../ingest/app.ts';
import { DEFAULT_SETTINGS as INGEST, startIngest } from '../ingest/main.ts';
import { startRegistration } from '../lib/avro/registration.ts';
import { migrate } from '../lib/clickhouse/migrate.ts';
import { applyRetention } from '../lib/clickhouse/retention.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectClickHouse, connectKafka } from '../lib/connections.ts';
import { loginFileOf } from '../lib/embedded-login.ts';
import type { RoleContext } from '../lib/role.ts';
import { createLiveFeed, type LiveSource } from '../live/feed.ts';
import { followLive } from '../live/follow.ts';
import type { LiveState } from '../live/live-state.ts';
import { startQuery } from '../query/main.ts';
import { settleSimulator } from '../simulator/main.ts';
import type { Running, Started, StartOptions } from './options.ts';
import { keepReference } from './reference-data.ts';
import { type Simulation, startSimulation } from './simulation.ts';

/** All services against embedded servers that run. */
export async function startServices({
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
  // Nobody can have sent anything before the servers were there; what is simulated from now on is waited for below.
  let since = Date.now();

  // What the roles find there when they begin.
  const { tried } = await startRegistration(context);
  await Promise.race([Promise.all([prepareDatabase(context), tried]), ...failures]);
  const metrics = new Registry();
  let ingest: Ingest | undefined;
  const feed = createLiveFeed((error) =>
    log.error({ error: (error as Error).message }, 'live news were not taken'),
  );
  // Before ingest: what it tells before anybody listens would be missed.
  const live = await shareLive(context, metrics, feed);
  const roles = Promise.all([
    startQuery(context, metrics, {
      alsoReady: { ingest: async () => ingest !== undefined && ingest.waitingFor().length === 0 },
      live,
    }),
    startIngest(context, metrics, { ...INGEST, feed }).then((started) => {
      ingest = started;
      failures.push(ingest.failed);
    }),
    startAlerting(context, metrics, { live }),
    // It meets the others in Kafka alone.
    startCollector(context, metrics),
  ]);
  const [address] = await Promise.race([roles, gone]);
  let simulation: Simulation | null = null;
  if (simulated !== null) {
    simulation = await startSimulation(context, terminal, { settings: history, settled: simulated, address });
    failures.push(simulation.failed);
    await Promise.race([simulation.caughtUp, ...failures]);
    since = Date.now();
  }
  await Promise.race([untilStored(context, since), ...failures]);
  terminal.say(`Ready: ${address}  (Ctrl-C stops)`);
  if (simulation !== null) failures.push(simulation.demonstrate().then(() => new Promise(() => {})));
  return { failed: Promise.race(failures) as Promise<never> };
}

/** What is open, for all roles that ask. */
async function shareLive(context: RoleContext, metrics: Registry, feed: LiveSource): Promise<LiveState> {
  const { environment, endpoints, lifecycle, log } = context;
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const kafka = connectKafka(environment, endpoints, 'live', log);
  return followLive(context, { clickhouse, kafka, metrics, feed });
}

/** Brings the database to this version. */
async function prepareDatabase({ environment, endpoints }: RoleContext): Promise<void> {
  const bare = connectClickHouse(environment, endpoints, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  const { retention } = loadContactCenter(contactCenterFile(environment));
  await applyRetention(bare, environment.CLICKHOUSE_DATABASE, retention);
  await bare.close();
}

/** A path as a shell takes it: relative where it lies below, quoted where it must be. */
function shellWord(file: string): string {
  const below = path.relative('', file);
  const word = below.startsWith('..') ? file : below;
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
