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
  /** Records in all input topics: also those of whoever used them before, which ingest reads for its new database. */
  async function inKafka(): Promise<number> {
    const topics = await Promise.all(INPUT_TOPICS.map((topic) => admin.fetchTopicOffsets(topic)));
    return topics.flat().reduce((sum, { high }) => sum + Number(high), 0);
  }
  const get = async (url: string) => {
    const response = await app.inject({ method: 'GET', url });
    return { status: response.statusCode, body: response.json() as unknown };
  };

  return {
    get,
    async send(events) {
      await producer.send(events);
      const sent = await inKafka();
      await waitUntil(async () => (await clickhouse.query<{ n: number }>(STORED))[0]!.n >= sent);
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

const STORED = { sql: 'SELECT sum(next_offset)::Float64 AS n FROM watermarks FINAL', params: {} };
