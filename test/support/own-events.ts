import { randomUUID } from 'node:crypto';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, endpointsOf } from '../../services/lib/connections.ts';
import { startServersForTests } from './embedded.ts';
import { freshTopics } from './fresh-topics.ts';
import { kafkaSecurity } from './kafka-security.ts';
import { freePorts } from './ports.ts';
import { type Product, productEnvironment, runLinewatch, startProduct, temporaryFolder } from './product.ts';
import { startRole } from './role-process.ts';

/** Linewatch without made-up traffic, for the events of a test. */
export interface ForOwnEvents extends Pick<Product, 'address' | 'environment'> {
  stop(): Promise<void>;
}

/** `npm start -- --no-simulator`, or the roles by themselves where the environment names a Kafka. */
export function startForOwnEvents(): Promise<ForOwnEvents> {
  const { KAFKA_BROKERS: brokers } = process.env;
  return brokers ? startRoles(brokers.split(',')) : startAsOne();
}

async function startAsOne(): Promise<ForOwnEvents> {
  const folder = await temporaryFolder();
  const product = await startProduct(['--no-simulator'], await productEnvironment(folder.path));
  return {
    ...product,
    async stop() {
      await product.end('SIGINT');
      await folder.remove();
    },
  };
}

async function startRoles(brokers: readonly string[]): Promise<ForOwnEvents> {
  await freshTopics(brokers);
  const servers = await startServersForTests();
  const [port] = await freePorts(1);
  const environment = {
    // For what runs in this process: the roles inherit them.
    ...kafkaSecurity(),
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: servers.registryUrl,
    CLICKHOUSE_URL: servers.clickhouseUrl,
    CLICKHOUSE_DATABASE: `test_${randomUUID().slice(0, 8)}`,
    QUERY_PORT: String(port),
  };
  const migrated = await runLinewatch(['migrate'], environment);
  if (migrated.code !== 0) throw new Error(migrated.output);
  const roles = await Promise.all(
    ['query', 'ingest', 'alerting'].map((role) => startRole(role, environment)),
  );
  return {
    address: `http://127.0.0.1:${port}`,
    environment,
    async stop() {
      await Promise.all(roles.map((role) => role.end('SIGTERM')));
      const variables = readEnvironment({ ...process.env, ...environment });
      const bare = connectClickHouse(variables, endpointsOf(variables), 'default');
      await bare.command(`DROP DATABASE IF EXISTS ${environment.CLICKHOUSE_DATABASE}`);
      await bare.close();
      await servers.stop();
    },
  };
}
