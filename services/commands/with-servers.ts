import { existsSync } from 'node:fs';
import path from 'node:path';
import { Registry } from 'prom-client';
import { contactCenterFile } from '../center/contact-center.ts';
import { startIngest } from '../ingest/main.ts';
import { migrate } from '../lib/clickhouse/migrate.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectClickHouse, connectKafka, endpointsOf, namesServers } from '../lib/connections.ts';
import { readLogin } from '../lib/embedded-login.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import { askKafka } from '../lib/kafka/ask.ts';
import { createLifecycle, type Lifecycle } from '../lib/lifecycle.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { startServers } from './embedded-servers.ts';
import { watchKafka } from './kafka-watch.ts';
import { untilStored } from './until-stored.ts';

export interface WithServersOptions {
  terminal: Terminal;
  /** Whether ingest has to run beside the command, for what it puts into Kafka or for what lies there. */
  produces?: boolean;
}

/** Any free ones: nobody else needs to find these servers, and those of the environment may be taken. */
const FREE_PORTS = { kafkaPort: 0, registryPort: 0, clickhousePort: 0 };
/** Longest that one question whether Kafka is there may take. */
const ASK_MS = 3_000;

/**
 * Runs a command against the servers that the environment names, or against those that run on the data folder, or,
 * where nobody runs there, against embedded ones that are started for it and stopped again. Where these are given
 * records, they run until ingest has stored them: the broker's retention must not pass ingest by.
 *
 * Rejects with `NO_SERVERS` where there is neither a server nor a data folder, `DATA_DIR_IN_USE` where the folder is
 * held by a process that does not answer, as `startServers` does, and as `run` does.
 */
export async function withServers(
  environment: Environment,
  options: WithServersOptions,
  run: (servers: ServerContext) => Promise<number>,
): Promise<number> {
  if (namesServers(environment) || (await isServed(environment))) {
    return runWatched({ environment, endpoints: endpointsOf(environment) }, options.terminal, run);
  }
  const dataDir = path.resolve(environment.DATA_DIR);
  if (!isDataFolder(dataDir)) {
    throw new LinewatchError(
      'NO_SERVERS',
      `nothing runs on ${dataDir}, which is no data folder either: npm start makes one; or set DATA_DIR to it, or ` +
        'KAFKA_BROKERS, SCHEMA_REGISTRY_URL and CLICKHOUSE_URL to servers',
    );
  }
  const { terminal } = options;
  const lifecycle = createLifecycle((error) =>
    terminal.say(`A part did not stop cleanly: ${(error as Error).message}`),
  );
  try {
    terminal.say(`Nothing runs on ${dataDir}: starting its servers for this command`);
    return await runOn(dataDir, environment, lifecycle, options, run);
  } finally {
    await lifecycle.stop();
  }
}

/** Runs against servers that others keep running: where Kafka is not there, somebody should know. */
async function runWatched(
  servers: ServerContext,
  terminal: Terminal,
  run: (servers: ServerContext) => Promise<number>,
): Promise<number> {
  const { environment, endpoints } = servers;
  const kafka = connectKafka(environment, endpoints, 'watch', createLog({ level: 'silent' }));
  const over = new AbortController();
  const watching = watchKafka({
    ask: () => askKafka(kafka, ASK_MS, (admin) => admin.describeCluster()),
    brokers: endpoints.brokers,
    terminal,
    signal: over.signal,
  });
  watching.catch(() => {});
  try {
    return await run(servers);
  } finally {
    over.abort();
  }
}

async function runOn(
  dataDir: string,
  environment: Environment,
  lifecycle: Lifecycle,
  { terminal, produces = false }: WithServersOptions,
  run: (servers: ServerContext) => Promise<number>,
): Promise<number> {
  const endpoints = await lifecycle.start(
    () => startServers(environment, dataDir, FREE_PORTS).catch((error) => Promise.reject(explain(error))),
    (servers) => servers.stop(),
  );
  const gone = endpoints.exited.then((why) => {
    throw new LinewatchError('EMBEDDED_FAILED', `the embedded servers ended with ${why}`);
  });
  gone.catch(() => {});
  const bare = connectClickHouse(environment, endpoints, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  if (!produces) return Promise.race([run({ environment, endpoints }), gone]);
  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  // What comes is promised what the rest of the folder was.
  const center = contactCenterFile(environment);
  const measured = center === undefined ? environment : { ...environment, CONTACT_CENTER_CONFIG: center };
  const context = { environment: measured, endpoints, lifecycle, log };
  const ingest = await startIngest(context, new Registry());
  const failed = Promise.race([gone, ingest.failed]);
  const code = await Promise.race([run({ environment, endpoints }), failed]);
  terminal.progress('Storing');
  await Promise.race([untilStored(context, Date.now()), failed]);
  return code;
}

/** Whether the servers of this very data folder answer: its login is accepted where the environment says. */
async function isServed(environment: Environment): Promise<boolean> {
  if (readLogin(environment.DATA_DIR) === null) return false;
  const clickhouse = connectClickHouse(environment, endpointsOf(environment), 'default');
  try {
    await clickhouse.query({ sql: 'SELECT 1', params: {} });
    return true;
  } catch {
    return false;
  } finally {
    await clickhouse.close();
  }
}

function isDataFolder(folder: string): boolean {
  return ['clickhouse', 'kafka', 'registry'].every((part) => existsSync(path.join(folder, part)));
}

function explain(error: unknown): unknown {
  if (codeOf(error) !== 'DATA_DIR_IN_USE') return error;
  return new LinewatchError(
    'DATA_DIR_IN_USE',
    `${(error as Error).message}, which does not answer: it starts or stops, is another command, or listens ` +
      'elsewhere than HOST, KAFKA_PORT, REGISTRY_PORT and CLICKHOUSE_PORT say',
    { cause: error },
  );
}
