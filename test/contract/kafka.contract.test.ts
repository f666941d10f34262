import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import kafkajs, { type Admin, type Consumer, type KafkaMessage, type Producer } from 'kafkajs';
import { compressFrame } from 'lz4-napi';
import { compress } from 'snappy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../infra/embedded/broker/server.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, endpointsOf } from '../../services/lib/connections.ts';
import type { TopicPartition } from '../../services/lib/event-stream.ts';
import { askKafka } from '../../services/lib/kafka/ask.ts';
import { readGroupPositions } from '../../services/lib/kafka/group-position.ts';
import { createLog } from '../../services/lib/log.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';

/** Brokers of a real Kafka, separated by commas; without them the embedded broker is started. */
const external = process.env.KAFKA_BROKERS?.split(',');
const run = `contract-${randomUUID().slice(0, 8)}`;

type Received = KafkaMessage & { partition: number };

const PACKERS = {
  Snappy: (bytes: Buffer) => compress(bytes),
  LZ4: (bytes: Buffer) => compressFrame(bytes),
  ZSTD: async (bytes: Buffer) => zstdFrame(bytes),
};

/** Lets kafkajs compress with what the product only unpacks. */
function packWith(name: 'GZIP' | keyof typeof PACKERS): void {
  if (name === 'GZIP') return;
  const codecs = kafkajs.CompressionCodecs;
  const type = kafkajs.CompressionTypes[name];
  const { decompress } = codecs[type]();
  codecs[type] = () => ({ decompress, compress: ({ buffer }: { buffer: Buffer }) => PACKERS[name](buffer) });
}

/** A frame of one raw block (RFC 8878): Node 20 has no Zstandard of its own. At most 128 KiB. */
function zstdFrame(bytes: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length, 5);
  header.writeUIntLE(bytes.length * 8 + 1, 9, 3);
  return Buffer.concat([header, bytes]);
}

describe(`Kafka as the services use it: ${external ?? 'the embedded broker'}`, () => {
  let embedded: RunningBroker | undefined;
  let dataDir: string | undefined;
  let kafka: kafkajs.Kafka;
  let admin: Admin;
  let producer: Producer;
  const consumers: Consumer[] = [];
  const topics: string[] = [];

  beforeAll(async () => {
    if (!external) {
      dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-contract-'));
      embedded = await startBroker({ dataDir, topics: [] });
    }
    const brokers = external ?? [`${embedded!.host}:${embedded!.port}`];
    const variables = readEnvironment({ ...kafkaSecurity(), KAFKA_BROKERS: brokers.join(',') });
    kafka = connectKafka(variables, endpointsOf(variables), run, createLog({ level: 'silent' }));
    admin = kafka.admin();
    producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await Promise.all([admin.connect(), producer.connect()]);
  });

  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((it) => it.disconnect()));
  });

  afterAll(async () => {
    if (external) await admin.deleteTopics({ topics });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await embedded?.close();
    if (dataDir) fs.rmSync(dataDir, { recursive: true });
  });

  async function newTopic(name: string, numPartitions = 1): Promise<string> {
    const topic = `${run}-${name}`;
    await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
    topics.push(topic);
    return topic;
  }

  async function newConsumer(groupId: string): Promise<Consumer> {
    const consumer = kafka.consumer({
      groupId: `${run}-${groupId}`,
      sessionTimeout: 10_000,
      heartbeatInterval: 250,
      maxWaitTimeInMs: 100,
    });
    consumers.push(consumer);
    await consumer.connect();
    return consumer;
  }

  async function collect(consumer: Consumer, topic: string): Promise<Received[]> {
    const received: Received[] = [];
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        received.push({ ...message, partition });
      },
    });
    return received;
  }

  function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    return expect.poll(condition, { timeout: 60_000, interval: 20 }).toBe(true) as unknown as Promise<void>;
  }

  const textOf = (messages: readonly KafkaMessage[]) => messages.map((it) => it.value?.toString());
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));

  it('creates, lists, describes and deletes topics', async () => {
    const topic = await newTopic('made', 3);
    expect(await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] })).toBe(false);
    expect(await admin.listTopics()).toContain(topic);
    const described = await admin.fetchTopicMetadata({ topics: [topic] });
    expect(described.topics[0]!.partitions.map((it) => it.partitionId).sort()).toEqual([0, 1, 2]);
    await admin.deleteTopics({ topics: [topics.pop()!] });
    await until(async () => !(await admin.listTopics()).includes(topic));
  });

  it('answers for unknown topics with UNKNOWN_TOPIC_OR_PARTITION', async () => {
    const impatient = kafka.admin({ retry: { retries: 0 } });
    await impatient.connect();
    await expect(impatient.fetchTopicOffsets(`${run}-nowhere`)).rejects.toMatchObject({
      cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
    });
    await impatient.disconnect();
  });

  it('describes the settings of a topic', async () => {
    const topic = `${run}-settings`;
    topics.push(topic);
    const configEntries = [{ name: 'retention.ms', value: '123456789' }];
    await admin.createTopics({ topics: [{ topic, configEntries }], waitForLeaders: true });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
    });
    expect(resources[0]!.configEntries).toMatchObject([
      { configName: 'retention.ms', configValue: '123456789' },
    ]);
  });

  it('brings back keys, values, headers, nulls and times as they were sent', async () => {
    const topic = await newTopic('round-trip');
    const sent = [
      { key: 'key', value: 'value', headers: { trace: 'abc', empty: '' }, timestamp: '1700000000000' },
      { key: null, value: 'no key', timestamp: '1700000000001' },
      { key: 'tombstone', value: null, timestamp: '1700000000002' },
      { key: Buffer.from([0, 255, 10]), value: Buffer.from([0, 128, 255]), timestamp: '1700000000003' },
      { key: 'ключ', value: '', timestamp: '1700000000004' },
    ];
    await producer.send({ topic, messages: sent });
    const received = await collect(await newConsumer('round-trip'), topic);
    await until(() => received.length === sent.length);
    const bytes = (it: string | Buffer | null | undefined) => (it == null ? null : Buffer.from(it));
    expect(received.map((it) => ({ key: it.key, value: it.value, timestamp: it.timestamp }))).toEqual(
      sent.map((it) => ({ key: bytes(it.key), value: bytes(it.value), timestamp: it.timestamp })),
    );
    expect(received[0]!.headers).toEqual({ trace: Buffer.from('abc'), empty: Buffer.from('') });
    expect(received.map((it) => it.offset)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('keeps what has the same key in one partition and in order', async () => {
    const topic = await newTopic('keys', 4);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const value of numbered(10)) {
      await producer.send({ topic, messages: keys.map((key) => ({ key, value })) });
    }
    const received = await collect(await newConsumer('keys'), topic);
    await until(() => received.length === 80);
    for (const key of keys) {
      const ofKey = received.filter((it) => it.key!.toString() === key);
      expect(new Set(ofKey.map((it) => it.partition)).size).toBe(1);
      expect(textOf(ofKey)).toEqual(numbered(10));
    }
    expect(new Set(received.map((it) => it.partition)).size).toBeGreaterThan(1);
  });

  it('finds offsets by time, and the first and last ones', async () => {
    const topic = await newTopic('times');
    const firstMs = 1_700_000_000_000;
    for (const batch of [0, 1, 2]) {
      const messages = numbered(5).map((value, i) => ({
        value,
        timestamp: String(firstMs + batch * 100 + i * 10),
      }));
      await producer.send({ topic, messages });
    }
    const offsetAt = async (ms: number) => (await admin.fetchTopicOffsetsByTimestamp(topic, ms))[0]!.offset;
    expect(await offsetAt(firstMs - 1)).toBe('0');
    expect(await offsetAt(firstMs)).toBe('0');
    expect(await offsetAt(firstMs + 1)).toBe('1');
    expect(await offsetAt(firstMs + 40)).toBe('4');
    expect(await offsetAt(firstMs + 41)).toBe('5');
    expect(await offsetAt(firstMs + 215)).toBe('12');
    // Past the last record there is nothing, for which the client puts the end of the log.
    expect(await offsetAt(firstMs + 241)).toBe('15');
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '0', high: '15', offset: '15' }]);
  });

  it.each(['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)('takes batches compressed with %s', async (name) => {
    packWith(name);
    const topic = await newTopic(name);
    const messages = numbered(200).map((value) => ({ value }));
    await producer.send({ topic, compression: kafkajs.CompressionTypes[name], messages });
    await producer.send({ topic, messages: [{ value: 'plain' }] });
    const received = await collect(await newConsumer(name), topic);
    await until(() => received.length === 201);
    expect(textOf(received)).toEqual([...numbered(200), 'plain']);
    expect(received.at(-1)!.offset).toBe('200');
  });

  it('shares partitions among three consumers, and loses nothing when one stops', async () => {
    const topic = await newTopic('shared', 6);
    const values: string[][] = [];
    const assigned: number[] = [];
    for (const index of [0, 1, 2]) {
      const consumer = await newConsumer('shared');
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        assigned[index] = payload.memberAssignment[topic]?.length ?? 0;
      });
      const mine: string[] = [];
      values.push(mine);
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        partitionsConsumedConcurrently: 2,
        eachMessage: async ({ message }) => {
          mine.push(message.value!.toString());
        },
      });
    }
    const produce = async (from: number) => {
      for (let i = from; i < from + 60; i++) {
        await producer.send({ topic, messages: [{ value: String(i), partition: i % 6 }] });
      }
    };
    await until(() => assigned.join() === '2,2,2');
    await produce(0);
    await until(() => new Set(values.flat()).size === 60);
    expect(values.map((it) => it.length)).toEqual([20, 20, 20]);

    const [production] = await Promise.all([produce(60), consumers[1]!.disconnect()]);
    expect(production).toBeUndefined();
    await until(() => assigned[0] === 3 && assigned[2] === 3);
    await until(() => new Set(values.flat()).size === 120);
    expect([...new Set(values.flat())].map(Number).sort((a, b) => a - b)).toEqual(numbered(120).map(Number));
  });

  it('resumes a group where it had committed', async () => {
    const topic = await newTopic('resumed');
    const groupId = `${run}-resumed`;
    await producer.send({ topic, messages: numbered(10).map((value) => ({ value })) });
    const first = await newConsumer('resumed');
    const before = await collect(first, topic);
    await until(() => before.length === 10);
    await first.commitOffsets([{ topic, partition: 0, offset: '7', metadata: 'note' }]);
    await first.disconnect();
    expect(await admin.fetchOffsets({ groupId, topics: [topic] })).toEqual([
      { topic, partitions: [{ partition: 0, offset: '7', metadata: 'note' }] },
    ]);
    expect(await admin.fetchOffsets({ groupId })).toHaveLength(1);

    const after = await collect(await newConsumer('resumed'), topic);
    await until(() => after.length >= 3);
    expect(textOf(after)).toEqual(['7', '8', '9']);
  });

  it('tells where a group stands in every partition of several topics, each time', async () => {
    const asked: TopicPartition[] = [];
    for (const name of ['stands-a', 'stands-b', 'stands-c', 'stands-d']) {
      const topic = await newTopic(name, 3);
      for (const partition of [0, 1, 2]) asked.push({ topic, partition });
    }
    // Of brokers that answer at different times kafkajs tells of fewer partitions in one of ten times.
    for (let time = 0; time < (external ? 60 : 3); time++) {
      const positions = await askKafka(kafka, 60_000, (one) =>
        readGroupPositions(one, `${run}-nobody`, asked),
      );
      expect(positions.map(({ topic, partition }) => ({ topic, partition }))).toEqual(asked);
    }
  });

  it('lists and describes groups', async () => {
    const topic = await newTopic('described');
    const groupId = `${run}-described`;
    await producer.send({ topic, messages: numbered(5).map((value) => ({ value })) });
    const consumer = await newConsumer('described');
    const received = await collect(consumer, topic);
    await until(() => received.length === 5);
    const { groups } = await admin.describeGroups([groupId]);
    expect(groups[0]).toMatchObject({ groupId, state: 'Stable', protocolType: 'consumer' });
    expect(groups[0]!.members).toHaveLength(1);
    expect((await admin.listGroups()).groups).toContainEqual({ groupId, protocolType: 'consumer' });

    await consumer.disconnect();
    await until(async () => (await admin.describeGroups([groupId])).groups[0]!.state === 'Empty');
  });

  it('takes batches of an idempotent producer in order', async () => {
    const topic = await newTopic('idempotent', 2);
    const idempotent = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await idempotent.connect();
    const sends = numbered(30).map((value, i) =>
      idempotent.send({ topic, messages: [{ value, partition: i % 2 }] }),
    );
    await Promise.all(sends);
    await idempotent.disconnect();
    const received = await collect(await newConsumer('idempotent'), topic);
    await until(() => received.length === 30);
    expect(new Set(textOf(received)).size).toBe(30);
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ high: '15' }, { high: '15' }]);
  });

  it('seeks to any offset, and starts over when the offset is out of range', async () => {
    const topic = await newTopic('seek');
    await producer.send({ topic, messages: numbered(10).map((value) => ({ value })) });
    const consumer = await newConsumer('seek');
    const received = await collect(consumer, topic);
    await until(() => received.length === 10);
    consumer.seek({ topic, partition: 0, offset: '8' });
    await until(() => received.length === 12);
    expect(textOf(received.slice(10))).toEqual(['8', '9']);
    consumer.seek({ topic, partition: 0, offset: '1000' });
    await until(() => received.length === 22);
    expect(textOf(received.slice(12))).toEqual(numbered(10));
  });
});
