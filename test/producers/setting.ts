import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePorts } from '../support/ports.ts';
import { productEnvironment, runLinewatch, startProduct, temporaryFolder } from '../support/product.ts';
import { startRole } from '../support/role-process.ts';

const run = promisify(execFile);
/** Only against hanging. */
const RUN_MS = 120_000;

/** A Linewatch that takes events from Kafka, and how others reach it. */
export interface Setting {
  address: string;
  /** The embedded registry. */
  registry: string;
  /** Runs a command with what a producer needs in its environment; rejects where it fails. */
  produce(command: string, args: readonly string[], more?: Record<string, string>): Promise<void>;
  /** What `linewatch dead-letters list` says. */
  deadLetters(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * The product as `npm start -- --no-simulator` runs it, with its embedded servers. Where KAFKA_BROKERS names a Kafka,
 * roles of their own read from that one.
 */
export async function startSetting(): Promise<Setting> {
  const folder = await temporaryFolder();
  const product = await startProduct(['--no-simulator'], await productEnvironment(folder.path));
  const { KAFKA_BROKERS: brokers } = process.env;
  const environment: Record<string, string> = { ...product.environment };
  const stops = [() => folder.remove(), async () => void (await product.end('SIGINT'))];
  if (brokers) {
    const [port] = await freePorts(1);
    environment.QUERY_PORT = String(port);
    environment.CLICKHOUSE_DATABASE = 'producers';
    await runLinewatch(['migrate'], environment);
    for (const role of ['ingest', 'query']) {
      const started = await startRole(role, environment);
      stops.push(async () => void (await started.end('SIGTERM')));
    }
  }
  const registry = `http://127.0.0.1:${environment.REGISTRY_PORT}`;
  const producing = {
    KAFKA_BROKERS: brokers ?? `127.0.0.1:${environment.KAFKA_PORT}`,
    SCHEMA_REGISTRY_URL: registry,
  };
  return {
    address: `http://127.0.0.1:${environment.QUERY_PORT}`,
    registry,
    async produce(command, args, more = {}) {
      await run(command, args, { env: { ...process.env, ...producing, ...more }, timeout: RUN_MS });
    },
    deadLetters: async () => (await runLinewatch(['dead-letters', 'list'], environment)).output,
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
}
