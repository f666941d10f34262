import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { type TopicWithSchema, valueSubject, schemaText } from '../../../schemas/index.ts';
import { encodeBody } from '../avro/codec.ts';
import type { SchemaRegistry } from '../avro/registry.ts';
import { frame } from '../avro/wire-format.ts';
import { type EventProducer, keyOf } from '../event-producer.ts';

/** A value with its topic and key, to be written with the topic's schema. */
export interface KeyedValue {
  topic: TopicWithSchema;
  key: Buffer | string | null;
  value: object;
}

/** Writes values in Confluent's wire format; resolves once all are acknowledged by all in-sync replicas. */
export interface AvroProducer {
  send(values: readonly KeyedValue[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects a producer. Schemas are registered on their first use. */
export async function createAvroProducer(kafka: Kafka, registry: SchemaRegistry): Promise<AvroProducer> {
  const producer: Producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
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

  return {
    async send(values) {
      const byTopic = new Map<TopicWithSchema, Message[]>();
      for (const { topic, key, value } of values) {
        const body = frame(await schemaId(topic), encodeBody(topic, value));
        const messages = byTopic.get(topic);
        if (messages === undefined) byTopic.set(topic, [{ key, value: body }]);
        else messages.push({ key, value: body });
      }
      const topicMessages: TopicMessages[] = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
      await producer.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.None });
    },
    close: () => producer.disconnect(),
  };
}

/** The port through which the simulator, the importer and the collector produce. */
export function createEventProducer(producer: AvroProducer): EventProducer {
  return {
    send: (events) => producer.send(events.map((e) => ({ topic: e.topic, key: keyOf(e), value: e.value }))),
    close: () => producer.close(),
  };
}
