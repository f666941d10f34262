import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { INPUT_TOPICS, type InputTopic } from '../../schemas/index.ts';
import { refKey } from '../domain/timeline/conversation-key.ts';
import type { Stream } from '../domain/timeline/timeline.ts';
import { INGEST_GROUP } from '../ingest/options.ts';
import type { Pipeline } from '../ingest/pipeline.ts';
import type { ConversationEvent, EnrichedEvent } from '../ingest/stages/enrich.ts';
import type { TimelineStore } from '../ingest/tracker/store.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import {
  type PartitionOffset,
  partitionKey,
  type StreamBatch,
  type StreamRecord,
} from '../lib/event-stream.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { createKafkaEventStream } from '../lib/kafka/event-stream.ts';
import { readCommitted } from '../lib/kafka/offsets.ts';
import type { Log } from '../lib/log.ts';
import { createFinding, type Finding } from './finding.ts';
import { patiently } from './patiently.ts';

export interface LogCheckDeps {
  kafka: Kafka;
  clickhouse: ClickHouse;
  pipeline: Pipeline;
  timelines: TimelineStore;
  /** UTC ms: events of what was opened before may be too old to be kept. */
  keptFrom: number;
  log: Log;
}

const MIB = 1_048_576;

/**
 * Reads everything that Kafka still has of the input topics, up to where ingest says that it has come, in ClickHouse or
 * by what it committed to Kafka: of a database that has lost its tables, only the commit tells. Looks each record up: its event must be stored, or it must stand among the dead letters. Reads under a group of its
 * own and commits nothing. Offsets may be missing from the log itself: markers of transactions have some.
 */
export async function checkLog(deps: LogCheckDeps): Promise<Finding> {
  const records = createFinding('records in Kafka against what is stored');
  const ends = await readEnds(deps);
  const stream = createKafkaEventStream(
    deps.kafka,
    {
      groupId: `linewatch-verify-${randomUUID()}`,
      topics: INPUT_TOPICS,
      sessionTimeoutMs: 30_000,
      maxBytesPerPartition: MIB,
      maxBytes: 8 * MIB,
    },
    deps.log,
  );
  try {
    await new Promise<void>((resolve, reject) => {
      const left = new Map<string, bigint>();
      const doneWith = (key: string) => {
        left.delete(key);
        if (left.size === 0) resolve();
      };
      const started = stream.start({
        onAssigned(partitions: readonly PartitionOffset[]) {
          for (const one of partitions) {
            const key = partitionKey(one);
            const end = ends.get(key) ?? 0n;
            if (end > one.offset) left.set(key, end);
          }
          if (partitions.length > 0 && left.size === 0) resolve();
        },
        async onBatch(batch, heartbeat) {
          const key = partitionKey(batch);
          const end = left.get(key);
          if (end === undefined) return;
          const due = batch.records.filter(({ offset }) => offset < end);
          await checkRecords(deps, { ...batch, records: due }, records).catch((error) => {
            reject(error);
            throw error;
          });
          await heartbeat();
          if (batch.records.at(-1)!.offset + 1n >= end) doneWith(key);
        },
        onLost() {},
        onFailed: reject,
      });
      started.catch(reject);
    });
  } finally {
    await stream.close();
  }
  return records;
}

async function checkRecords(
  deps: LogCheckDeps,
  batch: StreamBatch,
  finding: Finding & { differs(example: string): void },
) {
  const topic = batch.topic as InputTopic;
  await patiently(() => deps.pipeline.prepare(topic, batch.records));
  const dead: StreamRecord[] = [];
  const events: { record: StreamRecord; event: EnrichedEvent }[] = [];
  for (const record of batch.records) {
    const outcome = deps.pipeline.process(topic, record);
    if (outcome.ok) {
      if (openedAt(outcome.value) >= deps.keptFrom) events.push({ record, event: outcome.value });
    }
    // What is forgotten may have been stored once, and is under other ids now, or may have been refused.
    else if (outcome.reason !== 'forgotten') dead.push(record);
  }
  finding.examined += batch.records.length;
  const at = ({ offset }: StreamRecord) => `${partitionKey(batch)}@${offset}`;
  const letters = await readDeadOffsets(deps.clickhouse, batch, dead);
  for (const record of dead)
    if (!letters.has(String(record.offset))) finding.differs(`${at(record)}: no dead letter`);
  const stored = await readEventIds(
    deps,
    events.map(({ event }) => event),
  );
  for (const { record, event } of events) {
    if (!stored.has(idOf(event))) finding.differs(`${at(record)}: its event is not stored`);
  }
}

function openedAt(event: EnrichedEvent): number {
  return event.kind === 'agent' ? event.value.occurred_at : event.openedAt;
}

function idOf(event: EnrichedEvent): string {
  if (event.kind === 'agent') return `agents/${event.value.agent_id}/${event.value.event_id}`;
  return `${event.stream}/${refKey(event)}/${event.event.eventId}`;
}

/** Which of these events are stored. */
async function readEventIds(deps: LogCheckDeps, events: readonly EnrichedEvent[]): Promise<Set<string>> {
  const found = new Set<string>();
  const conversations = new Map<Stream, ConversationEvent[]>();
  const agentEvents: string[] = [];
  for (const event of events) {
    if (event.kind === 'agent') agentEvents.push(event.value.event_id);
    else getOrInsert(conversations, event.stream, () => []).push(event);
  }
  for (const [stream, members] of conversations) {
    for (const [key, timeline] of await deps.timelines.read(stream, members)) {
      for (const { eventId } of timeline.events) found.add(`${stream}/${key}/${eventId}`);
    }
  }
  if (agentEvents.length > 0) {
    const rows = await deps.clickhouse.query<{ agent: string; id: string }>({
      sql: `SELECT conversation_id AS agent, event_id AS id FROM events
            WHERE stream = 'agents' AND event_id IN {ids:Array(String)}`,
      params: { ids: agentEvents },
    });
    for (const { agent, id } of rows) found.add(`agents/${agent}/${id}`);
  }
  return found;
}

async function readDeadOffsets(
  clickhouse: ClickHouse,
  batch: StreamBatch,
  dead: readonly StreamRecord[],
): Promise<Set<string>> {
  if (dead.length === 0) return new Set();
  const rows = await clickhouse.query<{ at: string }>({
    sql: `SELECT toString(kafka_offset) AS at FROM dead_letters
          WHERE topic = {topic:String} AND kafka_partition = {partition:UInt16} AND kafka_offset IN {offsets:Array(UInt64)}`,
    params: {
      topic: batch.topic,
      partition: batch.partition,
      offsets: dead.map(({ offset }) => Number(offset)),
    },
  });
  return new Set(rows.map((row) => row.at));
}

/** Up to where records must be stored, by partition. */
async function readEnds({ clickhouse, kafka }: LogCheckDeps): Promise<Map<string, bigint>> {
  const ends = await readWatermarks(clickhouse);
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (const topic of INPUT_TOPICS) {
      for (const { partition, offset } of await readCommitted(admin, INGEST_GROUP, topic)) {
        const key = partitionKey({ topic, partition });
        // Offsets are committed once what is before them is stored.
        if (offset > (ends.get(key) ?? 0n)) ends.set(key, offset);
      }
    }
  } finally {
    await admin.disconnect();
  }
  return ends;
}

async function readWatermarks(clickhouse: ClickHouse): Promise<Map<string, bigint>> {
  const rows = await clickhouse.query<{ topic: string; partition: number; next: string }>({
    sql: 'SELECT topic, kafka_partition AS partition, toString(next_offset) AS next FROM watermarks FINAL',
    params: {},
  });
  return new Map(rows.map((row) => [partitionKey(row), BigInt(row.next)]));
}
