import { measure } from '../domain/measure/measure.ts';
import { refKey, trackingKey } from '../domain/timeline/conversation-key.ts';
import type { Timeline } from '../domain/timeline/timeline.ts';
import { conversationRows, writeConversation } from '../ingest/rows/conversations.ts';
import { eventRows, type Origin, writeEvent } from '../ingest/rows/events.ts';
import { factRows, writeFacts } from '../ingest/rows/facts.ts';
import { createClickHouseTimelineStore } from '../ingest/tracker/clickhouse-store.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { touchedHours } from '../rollups/notes.ts';
import { tellingRows, writeTellings } from '../rollups/surveys/telling-rows.ts';
import type { Found } from './find.ts';
import { type Erasure, remainderOf } from './remainder.ts';

/** No version of a conversation that is forgotten comes after this one, whoever writes it. */
const LAST_VERSION = 0xffff_ffff;
/** Conversations that are written at a time. */
const BATCH = 200;

/**
 * Writes what stays of conversations. Old facts go and new ones come in one insert, so that no figure counts both; what it
 * writes is the same each time, so that it can be done again after a crash.
 */
export async function copyRemainders(
  clickhouse: ClickHouse,
  places: readonly Found[],
  erasure: Erasure,
  onProgress: (done: number) => void,
): Promise<void> {
  const timelines = createClickHouseTimelineStore(clickhouse);
  for (let at = 0; at < places.length; at += BATCH) {
    onProgress(at);
    const batch = places.slice(at, at + BATCH);
    for (const stream of new Set(batch.map((place) => place.stream))) {
      const refs = batch.filter((place) => place.stream === stream);
      const stored = await timelines.read(stream, refs);
      const origins = await readOrigins(clickhouse, refs);
      const found = refs.flatMap(({ conversationId, openedAt }): Timeline[] => {
        const timeline = stored.get(refKey({ conversationId, openedAt }));
        return timeline === undefined ? [] : [{ stream, conversationId, ...timeline }];
      });
      await write(clickhouse, found, origins, erasure);
    }
  }
}

async function write(
  clickhouse: ClickHouse,
  timelines: readonly Timeline[],
  origins: ReadonlyMap<string, StoredOrigin>,
  erasure: Erasure,
): Promise<void> {
  const events = eventRows();
  const facts = factRows();
  const tellings = tellingRows();
  const conversations = conversationRows();
  const touched = touchedHours();
  const now = Date.now();
  for (const old of timelines) {
    const timeline = remainderOf(old, erasure);
    timeline.events.forEach((event, i) => {
      const origin = origins.get(originKey(old, old.events[i]!.eventId))!;
      const { stream, conversationId, openedAt, channel } = timeline;
      const key = trackingKey(stream, timeline);
      const { source, ingestedAt } = origin;
      writeEvent(
        events,
        { kind: 'conversation', key, stream, conversationId, openedAt, channel, source, event },
        origin,
        ingestedAt,
      );
    });
    const { facts: upserts, summary } = measure(timeline);
    const tombstones = measure(old).facts;
    const change = { key: '', timeline, summary, version: timeline.events.length, moved: [] };
    const added = { ...change, upserts, tombstones: [] };
    const removed = { ...change, timeline: old, version: LAST_VERSION, upserts: [], tombstones };
    writeFacts(facts, added);
    writeFacts(facts, removed);
    writeTellings(tellings, added, now);
    writeTellings(tellings, removed, now);
    touched.add({ upserts, tombstones, moved: [] });
    writeConversation(conversations, added);
  }
  await clickhouse.insert('events', events);
  await clickhouse.insert('facts', facts);
  await clickhouse.insert('tellings', tellings);
  await clickhouse.insert('conversations', conversations);
  await clickhouse.insert('dirty_hours', touched.rows(now, now));
}

interface StoredOrigin extends Origin {
  source: string;
  ingestedAt: number;
}

function originKey(ref: { conversationId: string; openedAt: number }, eventId: string): string {
  return `${refKey(ref)}/${eventId}`;
}

/** Where and when each event came in: what of it neither a timeline has nor anybody's name is in. */
async function readOrigins(
  clickhouse: ClickHouse,
  refs: readonly Found[],
): Promise<Map<string, StoredOrigin>> {
  const rows = await clickhouse.query<{
    id: string;
    opened: number;
    event: string;
    source: string;
    partition: number;
    offset: string;
    kafkaAt: number;
    ingestedAt: number;
  }>({
    sql: `SELECT conversation_id AS id, toUnixTimestamp64Milli(opened_at)::Float64 AS opened, event_id AS event,
            source::String AS source, kafka_partition AS partition, toString(kafka_offset) AS offset,
            toUnixTimestamp64Milli(kafka_at)::Float64 AS kafkaAt,
            toUnixTimestamp64Milli(ingested_at)::Float64 AS ingestedAt
          FROM events FINAL
          WHERE toDate(opened_at) IN {days:Array(Date)} AND conversation_id IN {ids:Array(String)}
            AND stream = {stream:String}`,
    params: {
      days: [...new Set(refs.map(({ openedAt }) => new Date(openedAt).toISOString().slice(0, 10)))],
      ids: refs.map(({ conversationId }) => conversationId),
      stream: refs[0]!.stream,
    },
  });
  return new Map(
    rows.map(({ id, opened, event, offset, ...origin }) => [
      originKey({ conversationId: id, openedAt: opened }, event),
      { ...origin, offset: BigInt(offset) },
    ]),
  );
}
