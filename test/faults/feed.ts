import { CompressionTypes, type Kafka } from 'kafkajs';
import { INPUT_TOPICS, schemaText, valueSubject } from '../../schemas/index.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry, type Endpoints } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { type Message, type SchemaIds, workload } from './workload.ts';

/** Produces a reproducible workload and counts it, so that it is known when all is stored. */
export interface Feed {
  ids: SchemaIds;
  /** Records in the input topics. */
  readonly total: number;
  /** Produces the next `count` messages of the workload; resolves when they are acknowledged. */
  produce(count: number): Promise<void>;
  send(messages: readonly Message[]): Promise<void>;
  close(): Promise<void>;
}

export async function createFeed(endpoints: Endpoints, seed: number): Promise<Feed> {
  const registry = connectRegistry(endpoints);
  const ids = new Map(
    await Promise.all(
      INPUT_TOPICS.map(
        async (topic) => [topic, await registry.register(valueSubject(topic), schemaText(topic))] as const,
      ),
    ),
  );
  const kafka = connectKafka(
    readEnvironment(kafkaSecurity()),
    endpoints,
    'faults',
    createLog({ level: 'silent' }),
  );
  // A retry would produce twice what was only acknowledged too late: the count would be off.
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const messages = workload(seed, ids);
  let total = await countRecords(kafka);

  async function send(batch: readonly Message[]): Promise<void> {
    const topicMessages = INPUT_TOPICS.map((topic) => ({
      topic,
      messages: batch.filter((one) => one.topic === topic).map(({ key, value }) => ({ key, value })),
    })).filter((one) => one.messages.length > 0);
    await producer.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.None });
    total += batch.length;
  }

  return {
    ids,
    get total() {
      return total;
    },
    send,
    produce: (count) => send(Array.from({ length: count }, () => messages.next().value)),
    close: () => producer.disconnect(),
  };
}

/** Records that the input topics have had so far. */
async function countRecords(kafka: Kafka): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await Promise.all(INPUT_TOPICS.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
}
