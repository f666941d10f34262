import type { Kafka } from 'kafkajs';
import { createRegistryClient, type SchemaRegistry } from './avro/registry.ts';
import { type ClickHouse, createClickHouse } from './clickhouse/client.ts';
import type { Environment } from './config/environment.ts';
import { readLogin, withLogin } from './embedded-login.ts';
import { createKafka, type KafkaOptions } from './kafka/client.ts';
import type { Log } from './log.ts';
import { loopbackOf } from './loopback.ts';

/** Where the three servers are. */
export interface Endpoints {
  brokers: string[];
  registryUrl: string;
  /** It may hold a password. */
  clickhouseUrl: string;
}

/** Whether the environment names any server: then none of them is taken for an embedded one by its data folder. */
export function namesServers(environment: Environment): boolean {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, CLICKHOUSE_URL } = environment;
  return [KAFKA_BROKERS, SCHEMA_REGISTRY_URL, CLICKHOUSE_URL].some((server) => server !== undefined);
}

/**
 * The servers that the environment names, else the embedded ones of an `npm start` on this machine, with the login
 * that stands in the data folder.
 */
export function endpointsOf(environment: Environment): Endpoints {
  const { DATA_DIR, KAFKA_PORT, REGISTRY_PORT, CLICKHOUSE_PORT } = environment;
  const host = loopbackOf(environment.HOST);
  const embeddedUrl = withLogin(`http://${host}:${CLICKHOUSE_PORT}`, readLogin(DATA_DIR) ?? '');
  return {
    brokers: environment.KAFKA_BROKERS ?? [`${host}:${KAFKA_PORT}`],
    registryUrl: environment.SCHEMA_REGISTRY_URL ?? `http://${host}:${REGISTRY_PORT}`,
    clickhouseUrl: environment.CLICKHOUSE_URL ?? embeddedUrl,
  };
}

/** Shorter than the consumer group's session: a hung engine must not cost the partitions. */
export const CLICKHOUSE_TIMEOUT_MS = 15_000;
const REGISTRY_TIMEOUT_MS = 5_000;

export function connectKafka(
  environment: Environment,
  { brokers }: Endpoints,
  role: string,
  log: Log,
): Kafka {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = environment;
  const options: KafkaOptions = { brokers, clientId: `linewatch-${role}`, ssl: environment.KAFKA_SSL };
  if (mechanism && username && password) options.sasl = { mechanism, username, password };
  return createKafka(options, log);
}

export function connectRegistry({ registryUrl }: Endpoints): SchemaRegistry {
  return createRegistryClient({ url: registryUrl, timeoutMs: REGISTRY_TIMEOUT_MS });
}

/** @param database the configured one if not given. */
export function connectClickHouse(
  environment: Environment,
  { clickhouseUrl }: Endpoints,
  database = environment.CLICKHOUSE_DATABASE,
  requestTimeoutMs = CLICKHOUSE_TIMEOUT_MS,
): ClickHouse {
  return createClickHouse({
    url: clickhouseUrl,
    database,
    requestTimeoutMs,
    clustered: environment.CLICKHOUSE_CLUSTER !== undefined,
  });
}
