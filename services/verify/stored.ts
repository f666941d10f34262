import type { Fact } from '../domain/measure/fact.ts';
import { refKey, type TimelineRef } from '../domain/timeline/conversation-key.ts';
import type { Stream } from '../domain/timeline/timeline.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';

/** A conversation on one stream; the day of its opening is what its rows are kept under. */
export interface ConversationRef extends TimelineRef {
  stream: Stream;
}

/** The facts of a conversation as they are stored. */
export interface StoredFacts {
  facts: Fact[];
  /** The highest version among them, deleted ones included. */
  version: number;
}

/** A row of `conversations`, as far as it follows from the events. */
export interface StoredConversation {
  openedAt: number;
  version: number;
  columns: readonly (string | number)[];
}

interface FactRow extends Fact {
  conversationId: string;
  openedAt: number;
  version: number;
  ended: number;
}

/** Days (UTC, as `2026-01-31`) of which there are events, facts or conversations, each with how many rows. */
export async function readDays(clickhouse: ClickHouse): Promise<{ day: string; rows: number }[]> {
  return clickhouse.query({
    sql: `SELECT toString(day) AS day, count()::Float64 AS rows FROM (
            SELECT toDate(opened_at) AS day FROM events WHERE stream != 'agents'
            UNION ALL SELECT toDate(opened_at) AS day FROM facts
            UNION ALL SELECT toDate(opened_at) AS day FROM conversations
          ) GROUP BY day ORDER BY day`,
    params: {},
  });
}

/** The conversations of these days, whichever table has heard of them. */
export async function readRefs(clickhouse: ClickHouse, days: readonly string[]): Promise<ConversationRef[]> {
  const rows = await clickhouse.query<{ stream: Stream; conversation_id: string; opened: number }>({
    sql: `SELECT stream, conversation_id, toUnixTimestamp64Milli(min(opened_at))::Float64 AS opened FROM (
            SELECT stream, conversation_id, opened_at FROM events
              WHERE toDate(opened_at) IN {days:Array(Date)} AND stream != 'agents'
            UNION ALL SELECT stream, conversation_id, opened_at FROM facts FINAL
              WHERE toDate(opened_at) IN {days:Array(Date)}
            UNION ALL SELECT stream, conversation_id, opened_at FROM conversations
              WHERE toDate(opened_at) IN {days:Array(Date)}
          ) GROUP BY stream, toDate(opened_at), conversation_id ORDER BY stream, conversation_id`,
    params: { days },
  });
  return rows.map((row) => ({
    stream: row.stream,
    conversationId: row.conversation_id,
    openedAt: row.opened,
  }));
}

/** The facts of these conversations of one stream, by `refKey`. */
export async function readFacts(
  clickhouse: ClickHouse,
  stream: Stream,
  refs: readonly TimelineRef[],
): Promise<Map<string, StoredFacts>> {
  const rows = await clickhouse.query<FactRow>({
    sql: `SELECT conversation_id AS conversationId, toUnixTimestamp64Milli(opened_at)::Float64 AS openedAt,
            version::Float64 AS version, fact,
            toUnixTimestamp64Milli(at)::Float64 AS at, seq::Float64 AS seq,
            toUnixTimestamp64Milli(began_at)::Float64 AS beganAt, toUnixTimestamp64Milli(ended_at)::Float64 AS ended,
            state, label, value_ms::Float64 AS valueMs, business_ms::Float64 AS businessMs,
            target_ms::Float64 AS targetMs, hold_ms::Float64 AS holdMs, wrap_ms::Float64 AS wrapMs,
            bot_ms::Float64 AS botMs, bot_business_ms::Float64 AS botBusinessMs,
            score::Float64 AS score, scale::Float64 AS scale, queue, team, agent, priority,
            customer_tier AS customerTier, policy, customer_id AS customerId, earlier
          FROM facts FINAL
          WHERE toDate(opened_at) IN {days:Array(Date)} AND stream = {stream:String} AND conversation_id IN {ids:Array(String)}`,
    params: { stream, ...placeOf(refs) },
  });
  const result = new Map<string, StoredFacts>();
  for (const { conversationId, openedAt, version, ended, ...fact } of rows) {
    const key = refKey({ conversationId, openedAt });
    const known = result.get(key) ?? { facts: [], version: 0 };
    result.set(key, known);
    known.facts.push({ ...fact, endedAt: ended === 0 ? null : ended });
    known.version = Math.max(known.version, version);
  }
  return result;
}

/** The rows of `conversations` of these conversations of one stream, by `refKey`. */
export async function readConversations(
  clickhouse: ClickHouse,
  stream: Stream,
  refs: readonly TimelineRef[],
): Promise<Map<string, StoredConversation>> {
  const rows = await clickhouse.query<Record<string, string | number>>({
    sql: `SELECT conversation_id, toUnixTimestamp64Milli(opened_at)::Float64 AS opened, version::Float64 AS version,
            channel, queue, team, agent, priority, customer_id, customer_tier, policy, status,
            toUnixTimestamp64Milli(last_event_at)::Float64 AS last_event_at,
            toUnixTimestamp64Milli(ended_at)::Float64 AS ended_at, customer_messages::Float64 AS customer_messages,
            agent_messages::Float64 AS agent_messages, transfers::Float64 AS transfers, reopens::Float64 AS reopens
          FROM conversations FINAL
          WHERE toDate(opened_at) IN {days:Array(Date)} AND stream = {stream:String} AND conversation_id IN {ids:Array(String)}`,
    params: { stream, ...placeOf(refs) },
  });
  return new Map(
    rows.map(({ conversation_id, opened, version, ...columns }) => [
      refKey({ conversationId: String(conversation_id), openedAt: Number(opened) }),
      { openedAt: Number(opened), version: Number(version), columns: Object.values(columns) },
    ]),
  );
}

/** The days and ids to look under; together they may meet more conversations than are meant. */
function placeOf(refs: readonly TimelineRef[]): { days: string[]; ids: string[] } {
  const days = new Set(refs.map(({ openedAt }) => new Date(openedAt).toISOString().slice(0, 10)));
  return { days: [...days], ids: refs.map(({ conversationId }) => conversationId) };
}
