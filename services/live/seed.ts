import { trackingKey } from '../domain/timeline/conversation-key.ts';
import type { Channel, Stream } from '../domain/timeline/timeline.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { AGENT_STATE_MAX_MS, LATEST_AGENT_STATES } from '../metrics/live/agents.ts';
import type { LiveAgentState, LiveConversation, LiveFact } from './live-fact.ts';

interface Row extends LiveFact {
  stream: Stream;
  conversationId: string;
  openedAt: number;
  channel: Channel;
  version: number;
}

interface Stored extends LiveConversation {
  facts: LiveFact[];
}

/**
 * What is open as it is stored. A conversation's version is that of the newest of these facts: other facts may be newer,
 * so news from between the two could take back what is seeded, until the next piece of news of the same conversation.
 */
export async function readStoredConversations(clickhouse: ClickHouse): Promise<LiveConversation[]> {
  const rows = await clickhouse.query<Row>({
    sql: `SELECT fact, toUnixTimestamp64Milli(at)::Float64 AS at, label, target_ms::Float64 AS targetMs, seq,
  business_ms::Float64 AS businessMs, queue, team, agent, priority, customer_tier AS customerTier, policy, stream,
  conversation_id AS conversationId, channel, version, toUnixTimestamp64Milli(opened_at)::Float64 AS openedAt
FROM facts FINAL
WHERE (fact IN ('queue_spell', 'handle_spell') AND state = 'open') OR (fact = 'sla_target' AND state = 'active')`,
    params: {},
  });
  const found = new Map<string, Stored>();
  for (const { stream, conversationId, openedAt, channel, version, ...fact } of rows) {
    const of = { stream, conversationId, openedAt, channel, version, facts: [] };
    const conversation = getOrInsert<string, Stored>(found, trackingKey(of.stream, of), () => of);
    conversation.facts.push(fact);
    conversation.version = Math.max(conversation.version, version);
  }
  return [...found.values()];
}

/** The state that each agent was last told to be in. `now`: UTC ms. */
export function readStoredAgents(clickhouse: ClickHouse, now: number): Promise<LiveAgentState[]> {
  return clickhouse.query<LiveAgentState>({
    sql: `SELECT agent_id AS agent, toUnixTimestamp64Milli(last_at)::Float64 AS at, last_event AS eventId, team, state,
  slots, slots_busy AS slotsBusy, queues
FROM (${LATEST_AGENT_STATES})`,
    params: { from: now - AGENT_STATE_MAX_MS, now },
  });
}
