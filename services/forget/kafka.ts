import type { Kafka } from 'kafkajs';
import { INPUT_TOPICS, type InputTopic, TOPICS } from '../../schemas/index.ts';
import type { DeadLetter, LiveNews, SlaAlert } from '../../schemas/types.ts';
import { createDecode, type Decode } from '../ingest/stages/decode.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import { createValueReader } from '../lib/avro/value-reader.ts';
import { partitionKey, type StreamRecord, type TopicPartition } from '../lib/event-stream.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { connectExpunger } from '../lib/kafka/expunge.ts';
import { originOf } from '../lib/kafka/letters.ts';
import { readTopics } from '../lib/kafka/read-topics.ts';
import { readRetention } from '../lib/kafka/retention.ts';
import type { Log } from '../lib/log.ts';
import { mentions } from './mentions.ts';
import type { TopicReport } from './report.ts';

/** Every topic in which somebody may stand, but for the audit: nobody changes what it says. */
const TOPICS_READ = Object.values(TOPICS).filter((topic) => topic !== TOPICS.audit);
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
  const found = new Map<string, { at: TopicPartition; offsets: Set<bigint>; end: bigint; newest: number }>();
  const note = (at: TopicPartition, { offset, timestamp }: Pick<StreamRecord, 'offset' | 'timestamp'>) => {
    const one = getOrInsert(found, partitionKey(at), () => ({ at, offsets: new Set(), end: 0n, newest: 0 }));
    one.offsets.add(offset);
    if (offset >= one.end) one.end = offset + 1n;
    one.newest = Math.max(one.newest, timestamp);
  };
  await readTopics(
    deps,
    'forget',
    TOPICS_READ,
    async (at, records) => {
      await reads.prepare(at, records);
      for (const record of records) for (const one of await reads.naming(at, record)) note(at, one);
    },
    onProgress,
  );
  const expunger = deps.open ? await connectExpunger(deps.brokers) : null;
  try {
    const reports = new Map<string, TopicReport & { upTo: { partition: number; offset: string }[] }>();
    for (const { at, offsets, end, newest } of found.values()) {
      const report = getOrInsert(reports, at.topic, () => ({
        topic: at.topic,
        records: 0,
        expunged: expunger !== null,
        goneBy: null as number | null,
        upTo: [] as { partition: number; offset: string }[],
      }));
      report.records += offsets.size;
      if (expunger !== null) await expunger.expunge(at.topic, at.partition, [...offsets]);
      else {
        report.upTo.push({
          partition: at.partition,
          offset: String(end),
        });
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
  const readAlert = createValueReader<SlaAlert>(registry, TOPICS.slaAlerts);
  const readNews = createValueReader<LiveNews>(registry, TOPICS.live);
  const readLetter = createValueReader<DeadLetter>(registry, TOPICS.deadLetters);
  /** Parts of letters whose last part has not come, by where the record was. */
  const begun = new Map<string, { record: StreamRecord; part: DeadLetter }[]>();

  async function learn(topic: InputTopic, records: readonly StreamRecord[]): Promise<void> {
    for (const id of decode.missing(topic, records)) await decode.learn(topic, id);
  }

  async function alertNames(record: StreamRecord): Promise<boolean> {
    const alert = await readAlert(record);
    if (alert === null) return record.value !== null && mentionsAny(record.value, wanted);
    return alert.conversation_id !== null && wanted.isConversation(alert.conversation_id);
  }

  async function newsName(record: StreamRecord): Promise<boolean> {
    const news = await readNews(record);
    return news?.conversations.some((one) => wanted.isConversation(one.conversation_id)) ?? false;
  }

  /** The records that hold the letter that ends with this one, where it names what is wanted. */
  async function partsNaming(record: StreamRecord): Promise<StreamRecord[]> {
    const part = await readLetter(record);
    if (part === null) return record.value !== null && mentionsAny(record.value, wanted) ? [record] : [];
    const origin = originOf(part);
    const parts = part.part === 0 ? [] : (begun.get(origin) ?? []);
    parts.push({ record, part });
    begun.set(origin, parts);
    const isLast = part.part + 1 >= part.parts;
    if (isLast) begun.delete(origin);
    const value = joined(parts.map((one) => one.part.value));
    const [first] = parts;
    const whole: StreamRecord = {
      offset: BigInt(part.offset),
      timestamp: part.timestamp,
      key: first!.part.key,
      value,
      headers: first!.part.headers,
    };
    // A letter that is not whole can only be looked through.
    if (isLast && isInput(part.topic)) await learn(part.topic, [whole]);
    return recordNames(decode, isLast ? part.topic : '', whole, wanted) ? parts.map((one) => one.record) : [];
  }

  return {
    async prepare({ topic }: TopicPartition, records: readonly StreamRecord[]): Promise<void> {
      if (isInput(topic)) await learn(topic, records);
    },
    /** The records to be taken out on account of this one. */
    async naming({ topic }: TopicPartition, record: StreamRecord): Promise<readonly StreamRecord[]> {
      if (topic === TOPICS.deadLetters) return partsNaming(record);
      // Of many conversations; who follows it takes what is gone for lost, and reads storage.
      if (topic === TOPICS.live) return (await newsName(record)) ? [record] : [];
      const names =
        topic === TOPICS.slaAlerts ? await alertNames(record) : recordNames(decode, topic, record, wanted);
      return names ? [record] : [];
    },
  };
}

function joined(values: readonly (Buffer | null)[]): Buffer | null {
  const whole = values.flatMap((value) => value ?? []);
  return whole.length === 0 ? null : Buffer.concat(whole);
}

function isInput(topic: string): topic is InputTopic {
  return (INPUT_TOPICS as readonly string[]).includes(topic);
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
