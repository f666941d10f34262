import { Writable } from 'node:stream';
import { Partitioners } from 'kafkajs';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { INPUT_TOPICS, TOPICS } from '../../../schemas/index.ts';
import { createIngest } from '../../../services/ingest/app.ts';
import { DEFAULT_INGEST_OPTIONS } from '../../../services/ingest/options.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { createKafka } from '../../../services/lib/kafka/client.ts';
import { createKafkaEventStream } from '../../../services/lib/kafka/event-stream.ts';
import type { KeyedValue } from '../../../services/lib/kafka/producer.ts';
import { NOTHING_FORGOTTEN } from '../../../services/privacy/forgotten.ts';
import { startedBroker } from '../../infra/embedded/broker/support/started.ts';

const GROUP = 'retention';
const BATCH = 10;
const WAIT = { timeout: 60_000 };
const VALUE = Buffer.alloc(100, 'no event');

/** Kafka with small segments of which it keeps few, and ingest whose ClickHouse can be held up. */
async function createWorld() {
  const broker = await startedBroker({
    topics: INPUT_TOPICS.map((name) => ({ name, partitions: 1 })),
    limits: { segmentBytes: 2_000 },
    retention: { bytes: 4_000, ms: null },
  });
  const logged: Record<string, unknown>[] = [];
  const lines = new Writable({
    write(line, _, done) {
      logged.push(JSON.parse(String(line)));
      done();
    },
  });
  const log = pino({ level: 'error' }, lines);
  const kafka = createKafka(
    { brokers: [`${broker.host}:${broker.port}`], clientId: 'test', ssl: false },
    log,
  );
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  onTestFinished(() => Promise.all([producer.disconnect(), admin.disconnect()]).then(() => {}));

  let open = () => {};
  let mayWrite: Promise<unknown> = Promise.resolve();
  const clickhouse = {
    query: async () => [],
    insert: () => mayWrite,
  } as unknown as ClickHouse;
  const letters: KeyedValue[] = [];
  const metrics = new Registry();

  async function startIngest() {
    const stream = createKafkaEventStream(
      kafka,
      {
        groupId: GROUP,
        topics: INPUT_TOPICS,
        sessionTimeoutMs: 10_000,
        maxBytesPerPartition: 1_500,
        maxBytes: 6_000,
      },
      log,
    );
    const ingest = createIngest(
      {
        stream,
        clickhouse,
        registry: { schemaById: async () => null, register: async () => 1 },
        producer: { send: async (values) => void letters.push(...values), close: async () => {} },
        reference: () => expect.unreachable('nothing here is an event'),
        texts: () => null,
        forgotten: { current: () => NOTHING_FORGOTTEN, ready: async () => {} },
        afterForget: () => 'anonymous',
        people: { customers: null, agents: null },
        metrics,
        log,
        now: Date.now,
      },
      { ...DEFAULT_INGEST_OPTIONS, lingerMs: 1, maxRecords: BATCH },
    );
    await ingest.start();
    onTestFinished(() => ingest.close());
  }

  return {
    startIngest,
    /** Keeps ClickHouse from taking anything until the function that it gives is called. */
    holdUp() {
      mayWrite = new Promise((resolve) => {
        open = () => resolve(undefined);
      });
      return open;
    },
    async produce(count: number) {
      for (let sent = 0; sent < count; sent += BATCH) {
        const messages = Array.from({ length: BATCH }, () => ({ value: VALUE }));
        await producer.send({ topic: TOPICS.chats, messages });
      }
    },
    async commit(offset: number) {
      await admin.setOffsets({
        groupId: GROUP,
        topic: TOPICS.chats,
        partitions: [{ partition: 0, offset: `${offset}` }],
      });
    },
    /** Deletes what retention allows; gives the first offset that is left. */
    async passTime() {
      broker.applyRetention();
      return Number((await admin.fetchTopicOffsets(TOPICS.chats))[0]!.low);
    },
    /** Offsets that came as far as the dead letters, in order. */
    seen: () => letters.map(({ value }) => (value as { offset: number }).offset),
    async counted() {
      const { values } = await metrics.getSingleMetric('linewatch_ingest_lost_records_total')!.get();
      return values.map(({ labels, value }) => ({ ...labels, value }));
    },
    told: () => logged.filter(({ msg }) => /lost/.test(String(msg))),
  };
}

it('counts and logs exactly the records that Kafka deleted while no ingest ran', async () => {
  const { startIngest, produce, commit, passTime, seen, counted, told } = await createWorld();
  await produce(100);
  await commit(7);
  const low = await passTime();
  expect(low).toBeGreaterThan(7);
  await startIngest();
  await expect.poll(() => seen().length, WAIT).toBe(100 - low);
  expect(seen()).toEqual(Array.from({ length: 100 - low }, (_, i) => low + i));
  await expect.poll(counted, WAIT).toEqual([{ topic: TOPICS.chats, partition: 0, value: low - 7 }]);
  const lost = { topic: TOPICS.chats, partition: 0, from: '7', to: `${low}`, records: `${low - 7}` };
  expect(told()).toEqual([expect.objectContaining(lost)]);
});

it('counts and logs exactly the records that Kafka deleted while ClickHouse held ingest up', async () => {
  const { startIngest, holdUp, produce, passTime, seen, counted, told } = await createWorld();
  await startIngest();
  await produce(BATCH);
  await expect.poll(() => seen().length, WAIT).toBe(BATCH);
  const letGo = holdUp();
  await produce(200 - BATCH);
  const low = await passTime();
  letGo();
  const last = () => seen().at(-1);
  await expect.poll(last, WAIT).toBe(199);
  const lost = 200 - new Set(seen()).size;
  expect(lost).toBeGreaterThan(0);
  expect(seen().filter((offset) => offset >= low)).toEqual(
    Array.from({ length: 200 - low }, (_, i) => low + i),
  );
  await expect.poll(counted, WAIT).toEqual([{ topic: TOPICS.chats, partition: 0, value: lost }]);
  expect(told().reduce((sum, { records }) => sum + Number(records), 0)).toBe(lost);
});
