import { type ClickHouseClient, createClient } from '@clickhouse/client';
import type { Consumer } from 'kafkajs';
import { INPUT_TOPICS, type InputTopic } from '../../../schemas/index.ts';
import type { EventOf } from '../../../services/domain/events/event.ts';
import { type BodyReader, createBodyReader } from '../../../services/lib/avro/codec.ts';
import { bodyOf, schemaIdOf } from '../../../services/lib/avro/wire-format.ts';
import { connectKafka, connectRegistry } from '../../../services/lib/connections.ts';
import type { BenchServers } from '../servers.ts';

/**
 * What one writes in an afternoon: a consumer that puts each message into a batch, and a table of raw events. It
 * decodes with the same library as Linewatch. An event that comes twice is there twice, and figures are computed from
 * all events of a day whenever somebody asks.
 */
export interface NaivePipeline {
  clickhouse: ClickHouseClient;
  /** Consumes until it is paused; what it has then is stored. */
  resume(): Promise<void>;
  pause(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 1_000;
/** What does not fill a batch is stored after so long. */
const FLUSH_MS = 1_000;

/** Time comes first in the key, for the dashboards ask for days. */
const TABLE = `CREATE TABLE raw_events (
  event_id String, conversation_id String, topic LowCardinality(String), type LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'), opened_at DateTime64(3, 'UTC'), channel LowCardinality(String),
  queue LowCardinality(String), actor_kind LowCardinality(String), actor_id String, customer_id String,
  is_public UInt8, body String
) ENGINE = MergeTree PARTITION BY toYYYYMM(occurred_at) ORDER BY (occurred_at, conversation_id)`;

export async function createNaivePipeline(servers: BenchServers): Promise<NaivePipeline> {
  const { context, environment, embedded } = servers;
  const clickhouse = createClient({
    url: embedded.clickhouseUrl,
    database: environment.CLICKHOUSE_DATABASE,
    clickhouse_settings: { async_insert: 0 },
  });
  await clickhouse.command({ query: TABLE });
  const decode = createDecoder(servers);
  const kafka = connectKafka(environment, embedded, 'naive', context.log);
  let consumer: Consumer | undefined;
  let rows: object[] = [];

  async function flush(): Promise<void> {
    if (rows.length === 0) return;
    const values = rows;
    rows = [];
    await clickhouse.insert({ table: 'raw_events', values, format: 'JSONEachRow' });
  }
  const timer = setInterval(() => void flush(), FLUSH_MS);

  return {
    clickhouse,
    async resume() {
      consumer = kafka.consumer({ groupId: 'naive' });
      await consumer.connect();
      await consumer.subscribe({ topics: [...INPUT_TOPICS], fromBeginning: true });
      await consumer.run({
        async eachMessage({ topic, message }) {
          const value = await decode(topic as InputTopic, message.value!);
          rows.push(rowOf(topic as InputTopic, value));
          if (rows.length >= BATCH) await flush();
        },
      });
    },
    async pause() {
      await consumer?.disconnect();
      await flush();
    },
    async close() {
      clearInterval(timer);
      await clickhouse.close();
    },
  };
}

type Value = EventOf<InputTopic>;

function createDecoder({ embedded }: BenchServers): (topic: InputTopic, value: Buffer) => Promise<Value> {
  const registry = connectRegistry(embedded);
  const readers = new Map<string, BodyReader<Value>>();
  return async (topic, value) => {
    const id = schemaIdOf(value)!;
    const key = `${topic} ${id}`;
    let reader = readers.get(key);
    if (reader === undefined) {
      reader = createBodyReader<Value>(topic, (await registry.schemaById(id))!);
      readers.set(key, reader);
    }
    return reader.read(bodyOf(value));
  };
}

function rowOf(topic: InputTopic, value: Value): object {
  const { event_id, occurred_at, actor, event } = value;
  const common = {
    event_id,
    topic,
    type: event.type,
    occurred_at,
    actor_kind: actor.kind,
    actor_id: actor.id ?? '',
  };
  const rest = { is_public: 'public' in event && event.public ? 1 : 0, body: JSON.stringify(event) };
  if ('agent_id' in value) {
    const { agent_id } = value;
    return {
      ...common,
      ...rest,
      conversation_id: agent_id,
      opened_at: occurred_at,
      channel: '',
      queue: '',
      customer_id: '',
    };
  }
  const { conversation_id, opened_at, channel, queue, customer } = value;
  return {
    ...common,
    ...rest,
    conversation_id,
    opened_at,
    channel,
    queue: queue ?? '',
    customer_id: customer?.id ?? '',
  };
}
