import { DAY_MS, refKey, type TimelineRef } from '../../domain/timeline/conversation-key.ts';
import {
  type ActorKind,
  type Channel,
  type ConversationBody,
  compareEvents,
  type Stamp,
  type Stream,
  type TimelineEvent,
} from '../../domain/timeline/timeline.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { LinewatchError } from '../../lib/errors.ts';
import { readStamp } from '../rows/stamps.ts';
import type { StoredIds } from './sparing-store.ts';
import type { StoredTimeline, TimelineStore } from './store.ts';

interface Row {
  conversation_id: string;
  opened_ms: number;
  occurred_ms: number;
  event_id: string;
  channel: string;
  actor_kind: string;
  actor_id: string;
  queue: string;
  team: string;
  customer_id: string;
  customer_tier: string;
  tags: string[];
  body: string;
  stamp: string;
  record_id: string;
  version: number;
}

/** Most conversations asked for at a time. */
const CHUNK = 2_000;

/** Reads timelines back from the tables `events` and `reference`. */
export function createClickHouseTimelineStore(clickhouse: ClickHouse): TimelineStore {
  const stamps = new Map<string, Stamp>();

  async function learnStamps(rows: readonly Row[]): Promise<void> {
    const hashes = [...new Set(rows.map((row) => row.stamp))].filter((hash) => !stamps.has(hash));
    if (hashes.length === 0) return;
    const found = await clickhouse.query<{ hash: string; content: string }>({
      sql: `SELECT hash, content FROM reference FINAL WHERE kind = 'stamp' AND hash IN {hashes:Array(String)}`,
      params: { hashes },
    });
    for (const { hash, content } of found) stamps.set(hash, readStamp(hash, content));
    // Stamps are written before the events that name them. Measuring without one would give wrong facts: wait.
    if (hashes.some((hash) => !stamps.has(hash))) {
      throw new LinewatchError('REFERENCE_MISSING', 'a stamp that events name is not to be seen', {
        retriable: true,
      });
    }
  }

  return {
    async read(stream, refs) {
      const result = new Map<string, StoredTimeline>();
      for (let i = 0; i < refs.length; i += CHUNK) {
        const rows = await clickhouse.query<Row>(timelinesQuery(stream, refs.slice(i, i + CHUNK)));
        await learnStamps(rows);
        for (const row of rows) addRow(result, row, stamps.get(row.stamp)!);
      }
      for (const { events } of result.values()) events.sort(compareEvents);
      return result;
    },
    forget() {},
  };
}

/** Reads the ids of the conversations stored under a day, as `createSparingStore` wants them. */
export function readStoredIds(clickhouse: ClickHouse): StoredIds {
  return async (stream, day) => {
    // Conversations are written before their events: none of whose events there are can be missing.
    const [row] = await clickhouse.query<{ hashes: number[] }>({
      sql: `SELECT groupUniqArray(CRC32(conversation_id)) AS hashes FROM conversations
            WHERE toDate(opened_at) = {day:Date} AND stream = {stream:String}`,
      params: { day: dateOf(day), stream },
    });
    return row!.hashes;
  };
}

/** @param day days since 1970-01-01 */
function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function timelinesQuery(stream: Stream, refs: readonly TimelineRef[]) {
  const days = [...new Set(refs.map((ref) => Math.floor(ref.openedAt / DAY_MS)))];
  return {
    sql: `SELECT conversation_id, toUnixTimestamp64Milli(opened_at)::Float64 AS opened_ms,
            toUnixTimestamp64Milli(occurred_at)::Float64 AS occurred_ms, event_id, channel, actor_kind, actor_id,
            queue, team, customer_id, customer_tier, tags, body, stamp, record_id,
            record_version::Float64 AS version
          FROM events FINAL
          WHERE toDate(opened_at) IN {days:Array(Date)} AND conversation_id IN {ids:Array(String)}
            AND stream = {stream:String}`,
    params: {
      days: days.map(dateOf),
      ids: refs.map((ref) => ref.conversationId),
      stream,
    },
  };
}

function addRow(into: Map<string, StoredTimeline>, row: Row, stamp: Stamp): void {
  const key = refKey({ conversationId: row.conversation_id, openedAt: row.opened_ms });
  let timeline = into.get(key);
  if (timeline === undefined) {
    timeline = { openedAt: row.opened_ms, channel: row.channel as Channel, events: [] };
    into.set(key, timeline);
  }
  const event: TimelineEvent = {
    eventId: row.event_id,
    occurredAt: row.occurred_ms,
    actorKind: row.actor_kind as ActorKind,
    actorId: row.actor_id,
    queue: row.queue,
    customerId: row.customer_id,
    customerTier: row.customer_tier,
    tags: row.tags,
    team: row.team,
    stamp,
    record: row.record_id === '' ? null : { id: row.record_id, version: row.version },
    body: JSON.parse(row.body) as ConversationBody,
  };
  timeline.events.push(event);
}
