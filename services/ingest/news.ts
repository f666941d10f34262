import { partitionKey } from '../lib/event-stream.ts';
import type { LiveDelta } from '../live/feed.ts';
import { type LiveAgentState, type LiveConversation, liveFactsOf } from '../live/live-fact.ts';
import type { Block } from './block.ts';
import { agentStateOf } from './rows/agents.ts';
import type { AgentRecord, EnrichedEvent } from './stages/enrich.ts';
import type { Measured } from './tracker/tracker.ts';

/** What is told of before it is stored: what boards show of conversations and agents that changed. */
export function newsOf(
  conversations: readonly Measured[],
  agents: readonly AgentRecord[],
  asOf: Block['asOf'] | null,
): LiveDelta {
  return {
    conversations: conversations.map(liveConversationOf),
    agents: agents.flatMap(liveAgentStateOf),
    asOf: asOf === null ? null : new Map([...asOf.values()].map((one) => [partitionKey(one), one.at])),
  };
}

export function agentsAmong(events: readonly EnrichedEvent[]): AgentRecord[] {
  return events.filter((event) => event.kind === 'agent');
}

function liveConversationOf({ timeline, version, facts }: Measured): LiveConversation {
  const { stream, conversationId, openedAt, channel } = timeline;
  return { stream, conversationId, openedAt, channel, version, facts: liveFactsOf(facts) };
}

function liveAgentStateOf(record: AgentRecord): LiveAgentState[] {
  const { value, team } = record;
  const state = agentStateOf(record);
  if (state === null) return [];
  return [{ agent: value.agent_id, at: value.occurred_at, eventId: value.event_id, team, ...state }];
}
