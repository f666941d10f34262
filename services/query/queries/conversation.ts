import { NOT_DUE } from '../../domain/sla/targets.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { standingEventsSql } from '../../lib/clickhouse/standing-events.ts';
import { not } from '../../metrics/definition/language.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { SECRET } from '../../metrics/rows/surveys.ts';

/**
 * A conversation with everything that is known of it. Rows as stored; times are ISO 8601, UTC. The `at` of a target is when
 * it is due: null while it is due at no time, as while it is paused. Events that a corrected record took back are left out.
 */
export interface ConversationDetail {
  conversation: Record<string, unknown>;
  facts: Record<string, unknown>[];
  events: Record<string, unknown>[];
}

const DAY_MS = 86_400_000;
const TIME_FORMAT = "'%Y-%m-%dT%H:%i:%S.%fZ'";
const iso = (column: string) =>
  `replaceRegexpOne(formatDateTime(${column}, ${TIME_FORMAT}, 'UTC'), '(\\\\.[0-9]{3})[0-9]*Z', '\\\\1Z')`;

/**
 * Peer reviews are secret, from everybody: who gave one, and when, would tell whose answers the next figure is of. A
 * conversation that is nothing else is as if there were none.
 */
const NO_PEER_EVENTS = `NOT (stream = 'surveys' AND JSONExtractString(events.body, 'kind') = 'peer_review')`;
const NO_PEER_FACTS = conditionSql(not(SECRET));

/** Finds a conversation by its id, on every stream. Null if there is none. */
export async function queryConversation(
  clickhouse: ClickHouse,
  id: string,
): Promise<ConversationDetail | null> {
  const found = await clickhouse.query<Record<string, unknown> & { opened_ms: number; last_ms: number }>({
    sql: `SELECT * EXCEPT (opened_at, last_event_at, ended_at), ${iso('opened_at')} AS opened_at,
  ${iso('last_event_at')} AS last_event_at, if(ended_at = 0, NULL, ${iso('ended_at')}) AS ended_at,
  toUnixTimestamp64Milli(conversations.opened_at)::Float64 AS opened_ms,
  toUnixTimestamp64Milli(conversations.last_event_at)::Float64 AS last_ms
FROM conversations FINAL WHERE conversation_id = {id:String} ORDER BY stream`,
    params: { id },
  });
  if (found.length === 0) return null;
  const days = [...new Set(found.map((row) => new Date(row.opened_ms).toISOString().slice(0, 10)))];
  const place = `toDate(opened_at) IN {days:Array(Date)} AND conversation_id = {id:String} AND stream != 'agents'`;
  const [events, facts] = await Promise.all([
    clickhouse.query<Record<string, unknown>>({
      sql: `SELECT * EXCEPT (opened_at, occurred_at, kafka_at, ingested_at, kafka_offset, stamp, record_id, record_version, body),
  ${iso('occurred_at')} AS occurred_at, ${iso('ingested_at')} AS ingested_at, kafka_offset::String AS kafka_offset,
  body AS body
FROM events FINAL
WHERE ${place} AND ${NO_PEER_EVENTS} AND ${standingEventsSql(place)}
ORDER BY events.occurred_at, event_id`,
      params: { id, days },
    }),
    clickhouse.query<Record<string, unknown>>({
      sql: `SELECT * EXCEPT (at, began_at, ended_at, opened_at, version, is_deleted, conversation_id, customer_id, channel,
    value_ms, target_ms, hold_ms, wrap_ms, bot_ms, bot_business_ms),
  if(facts.at >= fromUnixTimestamp64Milli({notDue:Int64}), NULL, ${iso('facts.at')}) AS at, ${iso('began_at')} AS began_at, if(ended_at = 0, NULL, ${iso('ended_at')}) AS ended_at,
  value_ms::Float64 AS value_ms, target_ms::Float64 AS target_ms, hold_ms::Float64 AS hold_ms, wrap_ms::Float64 AS wrap_ms,
  bot_ms::Float64 AS bot_ms, bot_business_ms::Float64 AS bot_business_ms
FROM facts FINAL
WHERE facts.at >= fromUnixTimestamp64Milli({from:Int64}) AND conversation_id = {id:String}
  AND ${NO_PEER_FACTS}
  AND (fact = 'sla_target' OR facts.at <= fromUnixTimestamp64Milli({to:Int64}))
ORDER BY facts.at, fact, seq`,
      // Facts lie within the conversation's life, but for targets that come due after it.
      params: {
        id,
        notDue: NOT_DUE,
        from: Math.min(...found.map((row) => row.opened_ms)) - DAY_MS,
        to: Math.max(...found.map((row) => row.last_ms)) + DAY_MS,
      },
    }),
  ]);
  const main = mainOf(found, events);
  if (main === null) return null;
  const { opened_ms: _opened, last_ms: _last, ...conversation } = main;
  return {
    conversation,
    facts,
    events: events.map(({ body, ...event }) => ({ ...event, event: JSON.parse(String(body)) })),
  };
}

type Found = Record<string, unknown>;

/** What the conversation is, by the first of its streams that may be shown; what is told of surveys is that of those shown. */
function mainOf<Row extends Found>(found: readonly Row[], events: readonly Found[]): Row | null {
  const surveys = events.filter(({ stream }) => stream === 'surveys');
  const main = found.find(({ stream }) => stream !== 'surveys' || surveys.length > 0);
  if (main?.stream !== 'surveys') return main ?? null;
  return { ...main, last_event_at: surveys.at(-1)!.occurred_at, version: surveys.length };
}
