/** Starts the servers for all test files and names them in the environment, as `npm run test:real` expects it. */
import { GenericContainer, Network, Wait } from 'testcontainers';
import { freePorts } from '../support/ports.ts';
import { imageOf } from './images.ts';

const KAFKA_IN_NETWORK = 'kafka:19092';
const PASSWORD = 'only-for-this-test';

export default async function setup(): Promise<() => Promise<void>> {
  const network = await new Network().start();
  // Kafka tells clients where it is, so its port must be known before it starts.
  const [kafkaPort] = await freePorts(1);
  const kafka = new GenericContainer(imageOf('kafka'))
    .withNetwork(network)
    .withNetworkAliases('kafka')
    .withExposedPorts({ container: 9092, host: kafkaPort! })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'HOST://:9092,NETWORK://:19092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `HOST://127.0.0.1:${kafkaPort},NETWORK://${KAFKA_IN_NETWORK}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'HOST:PLAINTEXT,NETWORK:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'NETWORK',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      // Tests kill many members of groups.
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/));
  const registry = new GenericContainer(imageOf('registry'))
    .withNetwork(network)
    .withExposedPorts(8081)
    .withEnvironment({
      SCHEMA_REGISTRY_HOST_NAME: 'registry',
      SCHEMA_REGISTRY_LISTENERS: 'http://0.0.0.0:8081',
      SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS: `PLAINTEXT://${KAFKA_IN_NETWORK}`,
      SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR: '1',
    })
    .withWaitStrategy(Wait.forHttp('/subjects', 8081));
  const clickhouse = new GenericContainer(imageOf('clickhouse'))
    .withNetwork(network)
    .withExposedPorts(8123)
    .withEnvironment({ CLICKHOUSE_USER: 'linewatch', CLICKHOUSE_PASSWORD: PASSWORD })
    .withWaitStrategy(Wait.forHttp('/ping', 8123));

  const runningKafka = await kafka.start();
  const [runningRegistry, runningClickHouse] = await Promise.all([registry.start(), clickhouse.start()]);
  process.env.KAFKA_BROKERS = `127.0.0.1:${kafkaPort}`;
  process.env.SCHEMA_REGISTRY_URL = `http://${runningRegistry.getHost()}:${runningRegistry.getMappedPort(8081)}`;
  process.env.CLICKHOUSE_URL = `http://linewatch:${PASSWORD}@${runningClickHouse.getHost()}:${runningClickHouse.getMappedPort(8123)}`;
  return async () => {
    await Promise.all([runningRegistry.stop(), runningClickHouse.stop()]);
    await runningKafka.stop();
    await network.stop();
  };
}
