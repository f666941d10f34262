import { setTimeout as sleep } from 'node:timers/promises';
import { CompressionTypes, type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { schemaText, type TopicWithSchema, valueSubject } from '../../../schemas/index.ts';
import { keyOf } from '../../domain/events/event.ts';
import { encodeFramed } from '../avro/codec.ts';
import type { SchemaRegistry } from '../avro/registry.ts';
import type { EventProducer } from '../event-producer.ts';
import { asKafkaError } from './errors.ts';
import { createPartitioner } from './partitioner.ts';

/** A value with its topic and key, to be written with the topic's schema. */
export interface KeyedValue {
  topic: TopicWithSchema;
  key: Buffer | string | null;
  value: object;
}

/** Writes values in Confluent's wire format; resolves once all are acknowledged by all in-sync replicas. */
export interface AvroProducer {
  send(values: readonly KeyedValue[]): Promise<void>;
  /** What is on its way gets a while to be answered. */
  close(): Promise<void>;
}

/** Most bytes in one request: brokers take 1 MiB of one partition at a time, overheads included. */
const MAX_REQUEST_BYTES = 900_000;

/** kafkajs disconnects once all its requests are answered, and those that Kafka leaves unanswered keep it for ever. */
const CLOSED_WITHIN_MS = 2_000;

/**
 * Connects a producer. Schemas are registered on their first use. Rejections have a code: `KAFKA_*`, `REGISTRY_*`
 * or `SCHEMA_REFUSED`.
 *
 * kafkajs's idempotent producer is not used: what a retry writes twice has the same event id, or the same origin
 * if it is a dead letter, and counts once.
 */
export async function createAvroProducer(kafka: Kafka, registry: SchemaRegistry): Promise<AvroProducer> {
  const producer: Producer = kafka.producer({
    createPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    // What waits for Kafka waits where it is bounded, and where it is known what is waiting.
    retry: { retries: 5 },
  });
  await producer.connect();
  const ids = new Map<TopicWithSchema, Promise<number>>();

  function schemaId(topic: TopicWithSchema): Promise<number> {
    let id = ids.get(topic);
    if (id === undefined) {
      id = registry.register(valueSubject(topic), schemaText(topic));
      id.catch(() => ids.delete(topic));
      ids.set(topic, id);
    }
    return id;
  }

  async function request(messages: ReadonlyMap<TopicWithSchema, Message[]>): Promise<void> {
    const topicMessages: TopicMessages[] = [...messages].map(([topic, list]) => ({ topic, messages: list }));
    try {
      await producer.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.None });
    } catch (error) {
      throw asKafkaError(error);
    }
  }

  return {
    async send(values) {
      let messages = new Map<TopicWithSchema, Message[]>();
      let bytes = 0;
      for (const { topic, key, value } of values) {
        const body = encodeFramed(await schemaId(topic), topic, value);
        if (bytes > 0 && bytes + body.length > MAX_REQUEST_BYTES) {
          await request(messages);
          messages = new Map();
          bytes = 0;
        }
        bytes += body.length;
        const list = messages.get(topic);
        if (list === undefined) messages.set(topic, [{ key, value: body }]);
        else list.push({ key, value: body });
      }
      if (bytes > 0) await request(messages);
    },
    async close() {
      const disconnected = new AbortController();
      const late = sleep(CLOSED_WITHIN_MS, undefined, { signal: disconnected.signal }).catch(() => {});
      try {
        await Promise.race([producer.disconnect(), late]);
      } finally {
        disconnected.abort();
      }
    },
  };
}

/** The port through which the simulator, the importer and the collector produce. */
export function createEventProducer(producer: AvroProducer): EventProducer {
  return {
    send: (events) => producer.send(events.map((e) => ({ topic: e.topic, key: keyOf(e), value: e.value }))),
    close: () => producer.close(),
  };
}
