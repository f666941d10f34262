/**
 * The process of the embedded servers: Kafka broker, Schema Registry and ClickHouse engine on one data folder.
 * Started by `start-embedded.ts` with its settings as the only argument; ends when its parent does.
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { readOrMakeLogin } from '../../services/lib/embedded-login.ts';
import { startBroker } from './broker/server.ts';
import { startEmbeddedClickHouse } from './clickhouse/server.ts';
import { startRegistry } from './registry/server.ts';
import type { EmbeddedReport, EmbeddedSettings } from './start-embedded.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as EmbeddedSettings;
const log = pino({ level: settings.logLevel, base: null, name: 'embedded' }, pino.destination(2));
const say = (level: 'info' | 'warn' | 'error', message: string) => log[level](message);
const closers: (() => Promise<void>)[] = [];

/**
 * Ingest reads on behind what it has committed, so a ClickHouse that begins anew beside a broker that does not would
 * lack all that came before, without a word.
 */
function refuseHalfAFolder(dataDir: string): void {
  const offsets = path.join(dataDir, 'kafka', 'offsets.log');
  if (existsSync(path.join(dataDir, 'clickhouse', 'store')) || !existsSync(offsets)) return;
  if (statSync(offsets).size === 0) return;
  const message =
    `${dataDir} has no clickhouse/store, and ${offsets} says that records were stored there. ` +
    'Put back the folder; or delete that file, and all that Kafka still has is stored anew';
  throw Object.assign(new Error(message), { code: 'DATA_DAMAGED' });
}

async function start(): Promise<EmbeddedReport> {
  const { host, dataDir } = settings;
  refuseHalfAFolder(dataDir);
  // First the engine: it holds the lock on the data folder.
  const clickhouse = await startEmbeddedClickHouse({
    host,
    port: settings.clickhousePort,
    dataDir: path.join(dataDir, 'clickhouse'),
    secret: () => readOrMakeLogin(dataDir),
    log: say,
  });
  closers.push(() => clickhouse.close());
  const registry = await startRegistry({
    host,
    port: settings.registryPort,
    dataDir: path.join(dataDir, 'registry'),
    log: say,
  });
  closers.push(() => registry.close());
  const broker = await startBroker({
    host,
    port: settings.kafkaPort,
    dataDir: path.join(dataDir, 'kafka'),
    topics: settings.topics,
    log,
  });
  closers.push(() => broker.close());
  return { ready: { kafkaPort: broker.port, registryPort: registry.port, clickhousePort: clickhouse.port } };
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled(closers.reverse().map((close) => close()));
  process.exit(0);
}

process.on('SIGTERM', stop);
// The terminal sends Ctrl-C to the whole group; the parent stops us once the services are done.
process.on('SIGINT', () => {});
process.on('disconnect', stop);

try {
  process.send?.(await start());
} catch (error) {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const report: EmbeddedReport = { failed: { code: code ?? 'UNKNOWN', message, ...(port ? { port } : {}) } };
  process.send?.(
    report,
    () => void Promise.allSettled(closers.map((close) => close())).then(() => process.exit(1)),
  );
}
