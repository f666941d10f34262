import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import type { BenchServers } from '../servers.ts';
import type { NaivePipeline } from './pipeline.ts';

/** First responses of a queue, ms. */
export interface FirstResponse {
  queue: string;
  count: number;
  p50: number;
  p90: number;
}

/** UTC ms; `to` is not in it. */
export interface Day {
  from: number;
  to: number;
}

/** A dashboard's question, as one writes it by hand over raw events. */
const BY_HAND = `SELECT queue, count()::Float64 AS count, quantileExact(0.5)(ms)::Float64 AS p50, quantileExact(0.9)(ms)::Float64 AS p90
FROM (
  SELECT conversation_id, argMinIf(queue, occurred_at, is_reply) AS queue,
    dateDiff('millisecond', any(opened_at), minIf(occurred_at, is_reply)) AS ms
  FROM (
    SELECT *, type = 'message' AND is_public AND actor_kind = 'agent' AS is_reply
    FROM raw_events
    WHERE occurred_at >= fromUnixTimestamp64Milli({from:Int64}) AND occurred_at < fromUnixTimestamp64Milli({to:Int64})
      AND topic IN ('contact.tickets', 'contact.chats') AND channel != 'voice'
  )
  GROUP BY conversation_id
  HAVING countIf(is_reply) > 0
)
GROUP BY queue ORDER BY queue`;

export async function firstResponsesByHand(
  { clickhouse }: NaivePipeline,
  day: Day,
): Promise<FirstResponse[]> {
  const answer = await clickhouse.query({ query: BY_HAND, query_params: { ...day }, format: 'JSONEachRow' });
  return answer.json<FirstResponse>();
}

/** The same question, as the dashboards ask it. */
export async function firstResponses(service: string, { from, to }: Day): Promise<FirstResponse[]> {
  const metrics = 'first_response_count,first_response_p50,first_response_p90';
  const response = await fetch(
    `${service}/api/v1/query?metrics=${metrics}&group_by=queue&from=${from}&to=${to}`,
  );
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { rows } = (await response.json()) as { rows: Record<string, number>[] };
  return rows
    .map((row) => ({
      queue: String(row.queue),
      count: row.first_response_count!,
      p50: row.first_response_p50!,
      p90: row.first_response_p90!,
    }))
    .filter(({ count }) => count > 0);
}

/** Makes each conversation one of several on both sides, so that the day is one of a center of 1,000 agents. */
export async function repeatConversations({ clickhouse }: BenchServers, times: number): Promise<void> {
  for (const table of ['raw_events', 'facts']) {
    const columns = await columnsOf(clickhouse, table);
    const values = columns.map((name) =>
      name === 'conversation_id' || name === 'event_id' ? `concat(${name}, '-', toString(copy))` : name,
    );
    await clickhouse.command(
      `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} ARRAY JOIN range(1, ${times}) AS copy`,
    );
    await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`);
  }
}

async function columnsOf(clickhouse: ClickHouse, table: string): Promise<string[]> {
  const columns = await clickhouse.query<{ name: string }>({
    sql: 'SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
    params: { table },
  });
  return columns.map(({ name }) => name);
}
