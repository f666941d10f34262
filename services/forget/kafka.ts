import type { Kafka } from 'kafkajs';
import { INPUT_TOPICS, type InputTopic, TOPICS } from '../../schemas/index.ts';
import type { SlaAlert } from '../../schemas/types.ts';
import { createDecode, type Decode } from '../ingest/stages/decode.ts';
import { createBodyReader } from '../lib/avro/codec.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import { HEADER_BYTES, schemaIdOf } from '../lib/avro/wire-format.ts';
import { partitionKey, type StreamRecord, type TopicPartition } from '../lib/event-stream.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { connectExpunger } from '../lib/kafka/expunge.ts';
import { createLetterReader, type Letter } from '../lib/kafka/letters.ts';
import { readTopics } from '../lib/kafka/read-topics.ts';
import { readRetention } from '../lib/kafka/retention.ts';
import type { Log } from '../lib/log.ts';
import { mentions } from './mentions.ts';
import type { TopicReport } from './report.ts';

/** Every topic in which somebody may stand. */
const TOPICS_READ = [...INPUT_TOPICS, TOPICS.deadLetters, TOPICS.slaAlerts];
const MAX_BYTES = 64 * 1_048_576;

/** Whom records are looked through for. */
export interface Wanted {
  isConversation(id: string): boolean;
  isCustomer(id: string): boolean;
  /** Ids as they are, for what nobody can read. */
  plain: readonly string[];
}

interface Deps {
  kafka: Kafka;
  brokers: readonly string[];
  /** Whether this client could speak to an embedded broker: these ask for no login. */
  open: boolean;
  registry: SchemaRegistry;
  log: Log;
}

/**
 * Looks through everything that Kafka has for records that name who or what is forgotten, and has them taken out where the
 * broker can do that. Of others it says when retention will have removed them.
 */
export async function forgetInKafka(
  deps: Deps,
  wanted: Wanted,
  onProgress: (done: number, of: number) => void,
): Promise<TopicReport[]> {
  const reads = createReader(deps.registry, wanted);
  const found = new Map<string, { at: TopicPartition; offsets: bigint[]; newest: number }>();
  const note = (at: TopicPartition, { offset, timestamp }: Pick<StreamRecord, 'offset' | 'timestamp'>) => {
    const one = getOrInsert(found, partitionKey(at), () => ({ at, offsets: [], newest: 0 }));
    one.offsets.push(offset);
    one.newest = Math.max(one.newest, timestamp);
  };
  await readTopics(
    deps,
    'forget',
    TOPICS_READ,
    async (at, records) => {
      await reads.prepare(at, records);
      for (const record of records) if (await reads.names(at, record)) note(at, record);
    },
    onProgress,
  );
  const expunger = deps.open ? await connectExpunger(deps.brokers) : null;
  try {
    const reports = new Map<string, TopicReport & { upTo: { partition: number; offset: string }[] }>();
    for (const { at, offsets, newest } of found.values()) {
      const report = getOrInsert(reports, at.topic, () => ({
        topic: at.topic,
        records: 0,
        expunged: expunger !== null,
        goneBy: null as number | null,
        upTo: [] as { partition: number; offset: string }[],
      }));
      report.records += offsets.length;
      if (expunger !== null) await expunger.expunge(at.topic, at.partition, offsets);
      else {
        report.upTo.push({ partition: at.partition, offset: String(offsets.at(-1)! + 1n) });
        const { keepsMs } = await readRetention(deps.kafka, at.topic);
        const gone = keepsMs === null ? Number.POSITIVE_INFINITY : newest + keepsMs;
        const latest = Math.max(report.goneBy ?? 0, gone);
        report.goneBy = latest;
      }
    }
    return [...reports.values()].map((report) => ({
      ...report,
      // JSON has no infinity.
      goneBy: report.goneBy === Number.POSITIVE_INFINITY ? null : report.goneBy,
    }));
  } finally {
    expunger?.close();
  }
}

/** Tells whether records name who or what is forgotten. */
function createReader(registry: SchemaRegistry, wanted: Wanted) {
  const decode = createDecode(registry, { maxBytes: MAX_BYTES });
  const readLetter = createLetterReader(registry);
  const alerts = new Map<number, { read(bytes: Buffer, from: number): SlaAlert } | null>();

  async function learn(topic: InputTopic, records: readonly StreamRecord[]): Promise<void> {
    for (const id of decode.missing(topic, records)) await decode.learn(topic, id);
  }

  async function alertReader(id: number) {
    let reader = alerts.get(id);
    if (reader === undefined) {
      const schema = await registry.schemaById(id);
      reader = schema === null ? null : createBodyReader<SlaAlert>(TOPICS.slaAlerts, schema);
      alerts.set(id, reader);
    }
    return reader;
  }

  async function alertNames({ value }: StreamRecord): Promise<boolean> {
    if (value === null) return false;
    const id = schemaIdOf(value);
    try {
      const alert = id === null ? undefined : (await alertReader(id))?.read(value, HEADER_BYTES);
      if (alert !== undefined)
        return alert.conversation_id !== null && wanted.isConversation(alert.conversation_id);
    } catch {
      // What is no alert is looked through as it is.
    }
    return mentionsAny(value, wanted);
  }

  async function letterNames(record: StreamRecord): Promise<boolean> {
    const letter = await readLetter(record).catch(() => null);
    // The parts of a large letter are looked through one by one.
    if (letter === null) return record.value !== null && mentionsAny(record.value, wanted);
    if (isInput(letter.topic)) await learn(letter.topic, [asRecord(letter)]);
    return recordNames(decode, letter.topic, asRecord(letter), wanted);
  }

  return {
    async prepare({ topic }: TopicPartition, records: readonly StreamRecord[]): Promise<void> {
      if (isInput(topic)) await learn(topic, records);
    },
    async names({ topic }: TopicPartition, record: StreamRecord): Promise<boolean> {
      if (topic === TOPICS.deadLetters) return letterNames(record);
      if (topic === TOPICS.slaAlerts) return alertNames(record);
      return recordNames(decode, topic, record, wanted);
    },
  };
}

function isInput(topic: string): topic is InputTopic {
  return (INPUT_TOPICS as readonly string[]).includes(topic);
}

function asRecord(letter: Letter): StreamRecord {
  return {
    offset: BigInt(letter.offset),
    timestamp: letter.timestamp,
    key: letter.key,
    value: letter.value,
    headers: letter.headers,
  };
}

function recordNames(decode: Decode, topic: string, record: StreamRecord, wanted: Wanted): boolean {
  if (record.key !== null && topic !== TOPICS.agents && wanted.isConversation(record.key.toString('utf8')))
    return true;
  if (record.headers.some(({ value }) => value !== null && mentionsAny(value, wanted))) return true;
  const outcome = isInput(topic) ? decode.decode(topic, record) : null;
  if (outcome === null || !outcome.ok) return record.value !== null && mentionsAny(record.value, wanted);
  const event = outcome.value;
  if ('agent_id' in event) return false;
  return (
    wanted.isConversation(event.conversation_id) ||
    (event.customer !== null && wanted.isCustomer(event.customer.id)) ||
    (event.actor.kind === 'customer' && event.actor.id !== null && wanted.isCustomer(event.actor.id)) ||
    (event.event.type === 'merged' && wanted.isConversation(event.event.into_conversation_id))
  );
}

function mentionsAny(bytes: Buffer, { plain }: Wanted): boolean {
  return plain.some((id) => mentions(bytes, id));
}
