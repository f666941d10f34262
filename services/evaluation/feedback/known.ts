import type { ContactCenter } from '../../center/contact-center.ts';
import type { Channel } from '../../domain/timeline/timeline.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { standingEventsSql } from '../../lib/clickhouse/standing-events.ts';
import type { ReviewedConversation } from './review-events.ts';

interface Deps {
  clickhouse: ClickHouse;
  center: () => ContactCenter;
}

/** The team of an agent, empty if it has none; null where neither the configuration nor any of its states knows it. */
export async function teamOfAgent({ clickhouse, center }: Deps, agent: string): Promise<string | null> {
  const listed = center().agents.find(({ id }) => id === agent);
  if (listed !== undefined) return listed.team ?? '';
  const [row] = await clickhouse.query<{ team: string }>({
    sql: `SELECT argMax(team, (at, event_id)) AS team FROM agent_states WHERE agent_id = {agent:String}
GROUP BY agent_id`,
    params: { agent },
  });
  return row?.team ?? null;
}

/** Where a conversation is, and whose it is. */
interface FoundConversation extends ReviewedConversation {
  team: string;
  agent: string;
}

/** Whether an agent had a part in a conversation: it was given to the agent at some time, or the agent did something in it. */
export async function hadPart(
  clickhouse: ClickHouse,
  conversation: Pick<FoundConversation, 'id' | 'openedAt' | 'agent'>,
  agent: string,
): Promise<boolean> {
  if (conversation.agent === agent) return true;
  const { id, openedAt } = conversation;
  const place = `toDate(opened_at) = toDate(fromUnixTimestamp64Milli({openedAt:Int64}, 'UTC')) AND conversation_id = {id:String}
  AND stream != 'surveys'`;
  const found = await clickhouse.query({
    sql: `SELECT 1 FROM events
WHERE ${place}
  AND (actor_kind = 'agent' AND actor_id = {agent:String} OR JSONExtractString(body, 'agent_id') = {agent:String}) AND ${standingEventsSql(place)}
LIMIT 1`,
    params: { id, openedAt, agent },
  });
  return found.length > 0;
}

/** A conversation by its id; null where there is none, or only surveys of one. */
export async function findConversation(
  clickhouse: ClickHouse,
  id: string,
): Promise<FoundConversation | null> {
  const [row] = await clickhouse.query<Omit<FoundConversation, 'openedAt'> & { opened_ms: number }>({
    sql: `SELECT conversation_id AS id, toUnixTimestamp64Milli(opened_at)::Float64 AS opened_ms, channel::String AS channel,
  queue::String AS queue, team::String AS team, agent::String AS agent
FROM conversations FINAL WHERE conversation_id = {id:String} AND stream != 'surveys' ORDER BY stream DESC LIMIT 1`,
    params: { id },
  });
  if (row === undefined) return null;
  const { opened_ms: openedAt, ...found } = row;
  return { ...found, openedAt, channel: found.channel as Channel, queue: found.queue || null };
}
