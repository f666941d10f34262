import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { type EmbeddedServers, startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { DEFAULT_SETTINGS, startIngest } from '../../services/ingest/main.ts';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { type Environment, readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import type { RoleContext } from '../../services/lib/role.ts';
import type { LiveFeed } from '../../services/live/feed.ts';
import { followLive } from '../../services/live/follow.ts';
import { startQuery } from '../../services/query/main.ts';

/** Embedded servers on a folder of their own, with an empty database; roles are started as the bench needs them. */
export interface BenchServers {
  environment: Environment;
  embedded: EmbeddedServers;
  context: RoleContext;
  dataDir: string;
  /** May take minutes for a statement, unlike the client of the services. */
  clickhouse: ClickHouse;
  /** @param database another one than the services', which must have been migrated. */
  startIngest(database?: string, feed?: LiveFeed): Promise<RunningIngest>;
  /** Gives the address. */
  startQuery(feed?: LiveFeed): Promise<string>;
  createProducer(): Promise<EventProducer>;
  /** Produces the next events of a stream; resolves with how many records Kafka has by then. */
  produce(events: Iterator<OutgoingEvent>, count: number): Promise<number>;
  /** Stops everything and keeps the folder. */
  release(): Promise<void>;
  /** Stops everything and removes the folder. */
  stop(): Promise<void>;
}

export interface RunningIngest {
  /** Resolves once `next_offset` of all partitions together has reached `records`; calls back with each reading. */
  untilStored(records: number, onReading?: (records: number) => void): Promise<void>;
  stop(): Promise<void>;
}

const PARTITIONS = 6;
const STATEMENT_MS = 900_000;
/** How often progress is looked at: a tenth of what a measurement takes at the least. */
const POLL_MS = 50;

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
        topics: TOPICS_WITH_SCHEMA.map((name) => ({
          name,
          partitions: PARTITIONS,
        })),
        logLevel: 'warn',
      }),
    (servers) => servers.stop(),
  );
  const context: RoleContext = { environment, endpoints: embedded, lifecycle, log };
  const bare = connectClickHouse(environment, embedded, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  const clickhouse = await lifecycle.start(
    async () =>
      createClickHouse({
        url: embedded.clickhouseUrl,
        database: environment.CLICKHOUSE_DATABASE,
        requestTimeoutMs: STATEMENT_MS,
      }),
    (client) => client.close(),
  );
  let producer: Promise<EventProducer> | undefined;
  let produced = 0;
  const createProducer = () =>
    lifecycle.start(
      async () => {
        const kafka = connectKafka(environment, embedded, 'bench', log);
        return createEventProducer(await createAvroProducer(kafka, connectRegistry(embedded)));
      },
      (one) => one.close(),
    );
  return {
    environment,
    embedded,
    context,
    dataDir,
    clickhouse,
    async startIngest(database = environment.CLICKHOUSE_DATABASE, feed) {
      const own = await lifecycle.start(
        async () => createLifecycle((error) => log.warn({ error }, 'ingest did not stop cleanly')),
        (one) => one.stop(),
      );
      const there = { ...environment, CLICKHOUSE_DATABASE: database };
      const settings = feed === undefined ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, feed };
      const ingest = await startIngest(
        { ...context, environment: there, lifecycle: own },
        new Registry(),
        settings,
      );
      return {
        async untilStored(records, onReading = () => {}) {
          for (let now = 0; now < records; ) {
            await Promise.race([sleep(POLL_MS), ingest.failed]);
            now = await countStored(clickhouse, database);
            onReading(now);
          }
        },
        stop: () => own.stop(),
      };
    },
    async startQuery(feed) {
      const metrics = new Registry();
      if (feed === undefined) return startQuery(context, metrics);
      const kafka = connectKafka(environment, embedded, 'bench', log);
      return startQuery(context, metrics, {
        live: await followLive(context, { clickhouse, kafka, metrics, feed }),
      });
    },
    createProducer,
    async produce(events, count) {
      producer ??= createProducer();
      await produce(await producer, events, count);
      produced += count;
      return produced;
    },
    release: () => lifecycle.stop(),
    async stop() {
      await lifecycle.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Records of all partitions that are stored in a database: their offsets begin at 0. */
export async function countStored(clickhouse: ClickHouse, database: string): Promise<number> {
  const [row] = await clickhouse.query<{ records: number }>({
    sql: `SELECT sum(next_offset)::Float64 AS records FROM ${database}.watermarks FINAL`,
    params: {},
  });
  return row!.records;
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
