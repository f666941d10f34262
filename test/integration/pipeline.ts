import { Registry } from 'prom-client';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { startIngest } from '../../services/ingest/main.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { waitUntil } from '../support/product.ts';

/** Kafka, ingest, ClickHouse and the query service, to put events in and ask for figures. */
export interface PipelineForTests {
  /** Resolves once the events are stored. */
  send(events: readonly OutgoingEvent[]): Promise<void>;
  /** The rows of an answer of `/api/v1/query`. */
  query(parameters: Record<string, string>): Promise<Record<string, string | number | null>[]>;
  /** Any answer, as it is. */
  get(route: string): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

/** @param now the clock of the query service, UTC ms */
export async function startPipeline(now: () => number): Promise<PipelineForTests> {
  const lifecycle = createLifecycle((error) => {
    throw error;
  });
  const servers = await lifecycle.start(startServersForTests, (one) => one.stop());
  const environment = readEnvironment({
    ...kafkaSecurity(),
    CLICKHOUSE_DATABASE: `test_${process.pid}_${Date.now()}`,
  });
  const log = createLog({ level: 'silent' });
  const bare = connectClickHouse(environment, servers, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  const clickhouse = connectClickHouse(environment, servers);
  const kafka = connectKafka(environment, servers, 'test', log);
  const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(servers)));
  await startIngest({ environment, endpoints: servers, lifecycle, log }, new Registry());
  const center = { teams: [], queues: [], agents: [] };
  const app = await createQueryApp({
    clickhouse,
    center: () => center as never,
    metrics: new Registry(),
    checks: {},
    log,
    now,
  });
  const admin = kafka.admin();
  await lifecycle.start(
    () => admin.connect(),
    () => admin.disconnect(),
  );
  /** The end of each partition of the input topics. */
  async function ends(): Promise<Map<string, number>> {
    const all = await Promise.all(
      INPUT_TOPICS.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(
          ({ partition, high }) => [`${topic} ${partition}`, Number(high)] as const,
        ),
      ),
    );
    return new Map(all.flat());
  }
  const get = async (url: string) => {
    const response = await app.inject({ method: 'GET', url });
    return { status: response.statusCode, body: response.json() as unknown };
  };

  return {
    get,
    async send(events) {
      const before = await ends();
      await producer.send(events);
      // Of a Kafka that files share, a new database may have read anything up to here, and of other partitions nothing.
      const grown = [...(await ends())].filter(([place, end]) => end > (before.get(place) ?? 0));
      await waitUntil(async () => {
        const rows = await clickhouse.query<{ place: string; n: number }>(STORED);
        const stored = new Map(rows.map(({ place, n }) => [place, n]));
        return grown.every(([place, end]) => (stored.get(place) ?? 0) >= end);
      });
    },
    async query(parameters) {
      const { status, body } = await get(`/api/v1/query?${new URLSearchParams(parameters)}`);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return (body as { rows: Record<string, string | number | null>[] }).rows;
    },
    async stop() {
      await producer.close();
      await app.close();
      await Promise.all([clickhouse.close(), bare.close()]);
      await lifecycle.stop();
    },
  };
}

const STORED = {
  sql: "SELECT concat(topic, ' ', toString(kafka_partition)) AS place, next_offset::Float64 AS n FROM watermarks FINAL",
  params: {},
};
