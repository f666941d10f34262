import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { type EmbeddedServers, startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { INPUT_TOPICS, TOPICS } from '../../schemas/index.ts';
import { startIngest } from '../../services/ingest/main.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { type Environment, readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer, OutgoingEvent } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import type { RoleContext } from '../../services/lib/role.ts';
import { startQuery } from '../../services/query/main.ts';

/** Embedded servers on a folder of their own, with an empty database; roles are started as the bench needs them. */
export interface BenchServers {
  environment: Environment;
  embedded: EmbeddedServers;
  clickhouse: ClickHouse;
  startIngest(): Promise<void>;
  /** Gives the address. */
  startQuery(): Promise<string>;
  createProducer(): Promise<EventProducer>;
  /** Stops everything and removes the folder. */
  stop(): Promise<void>;
}

const PARTITIONS = 6;

export async function startBenchServers(): Promise<BenchServers> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-bench-'));
  const environment = readEnvironment({
    QUERY_PORT: '0',
    KAFKA_PORT: '0',
    REGISTRY_PORT: '0',
    CLICKHOUSE_PORT: '0',
  });
  const log = createLog({ level: process.env.LOG_LEVEL ?? 'warn' });
  const lifecycle = createLifecycle((error) => log.warn({ error }, 'a part did not stop cleanly'));
  const embedded = await lifecycle.start(
    () =>
      startEmbedded({
        host: '127.0.0.1',
        dataDir,
        kafkaPort: 0,
        registryPort: 0,
        clickhousePort: 0,
        topics: [...INPUT_TOPICS, TOPICS.deadLetters].map((name) => ({ name, partitions: PARTITIONS })),
        logLevel: 'warn',
      }),
    (servers) => servers.stop(),
  );
  const context: RoleContext = { environment, endpoints: embedded, lifecycle, log };
  const bare = connectClickHouse(environment, embedded, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, embedded),
    (client) => client.close(),
  );
  return {
    environment,
    embedded,
    clickhouse,
    async startIngest() {
      await startIngest(context, new Registry());
    },
    startQuery: () => startQuery(context, new Registry()),
    createProducer: () =>
      lifecycle.start(
        async () => {
          const kafka = connectKafka(environment, embedded, 'bench', log);
          return createEventProducer(await createAvroProducer(kafka, connectRegistry(embedded)));
        },
        (producer) => producer.close(),
      ),
    async stop() {
      await lifecycle.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Produces the first `count` events of a stream, some batches at a time. */
export async function produce(
  producer: EventProducer,
  events: Iterator<OutgoingEvent>,
  count: number,
): Promise<void> {
  const BATCH = 2_000;
  for (let sent = 0; sent < count; ) {
    const batch: OutgoingEvent[] = [];
    while (batch.length < BATCH && sent + batch.length < count) batch.push(events.next().value);
    await producer.send(batch);
    sent += batch.length;
  }
}
