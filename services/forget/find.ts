import type { Stream } from '../domain/timeline/timeline.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { hashSql } from '../privacy/forgotten.ts';
import type { Run } from './runs.ts';

/** A conversation on one stream, as the tables keep it. */
export interface Found {
  stream: Stream;
  conversationId: string;
  /** UTC ms. */
  openedAt: number;
}

/**
 * The ids of the conversations in which the customer appears, as whose conversation it is or as who acts.
 *
 * @param customers hashes of the ids that the customer is stored under
 */
export async function conversationsOf(
  clickhouse: ClickHouse,
  { salt }: Run,
  customers: readonly string[],
): Promise<string[]> {
  const named = (column: string) => `${hashSql(salt, 'customer', column)} IN {customers:Array(String)}`;
  const rows = await clickhouse.query<{ id: string }>({
    sql: `SELECT DISTINCT conversation_id AS id FROM (
            SELECT conversation_id FROM events WHERE stream != 'agents' AND (${named('customer_id')}
              OR actor_kind = 'customer' AND ${named('actor_id')})
            UNION ALL SELECT conversation_id FROM facts WHERE ${named('customer_id')}
            UNION ALL SELECT conversation_id FROM conversations WHERE ${named('customer_id')}
          ) ORDER BY id`,
    params: { customers },
  });
  return rows.map((row) => row.id);
}

/** Where conversations stand, by the hashes of their ids: on every stream and under every day of opening. */
export async function placesOf(
  clickhouse: ClickHouse,
  { salt }: Run,
  hashes: readonly string[],
): Promise<Found[]> {
  if (hashes.length === 0) return [];
  const place = `${hashSql(salt, 'conversation', 'conversation_id')} IN {hashes:Array(String)}`;
  return clickhouse.query<Found>({
    sql: `SELECT stream::String AS stream, conversation_id AS conversationId,
            toUnixTimestamp64Milli(min(opened))::Float64 AS openedAt FROM (
            SELECT stream, conversation_id, opened_at AS opened FROM events WHERE stream != 'agents' AND ${place}
            UNION ALL SELECT stream, conversation_id, opened_at AS opened FROM facts WHERE ${place}
            UNION ALL SELECT stream, conversation_id, opened_at AS opened FROM conversations WHERE ${place}
          ) GROUP BY stream, toDate(opened), conversation_id ORDER BY stream, openedAt, conversationId`,
    params: { hashes },
  });
}

/** How many of these conversations are not over: events are still to come. */
export async function countOpen(
  clickhouse: ClickHouse,
  { salt }: Run,
  hashes: readonly string[],
): Promise<number> {
  if (hashes.length === 0) return 0;
  const [row] = await clickhouse.query<{ n: number }>({
    sql: `SELECT uniqExact(conversation_id)::Float64 AS n FROM conversations FINAL
          WHERE stream != 'surveys' AND toUnixTimestamp64Milli(ended_at) = 0
            AND ${hashSql(salt, 'conversation', 'conversation_id')} IN {hashes:Array(String)}`,
    params: { hashes },
  });
  return row!.n;
}
