import { type PartitionOffset, partitionKey } from '../lib/event-stream.ts';
import type { LiveDelta, LivePosition, ToldConversation } from '../live/feed.ts';
import { type LiveAgentState, latelyOf, openFactsOf } from '../live/live-fact.ts';
import type { Block, Progress } from './block.ts';
import { agentStateOf } from './rows/agents.ts';
import type { AgentRecord, EnrichedEvent } from './stages/enrich.ts';
import type { Tenure } from './tenure.ts';
import type { Measured } from './tracker/tracker.ts';

/** What is told of before it is stored: what boards show of conversations and agents that changed. */
export function newsOf(
  conversations: readonly ToldConversation[],
  agents: readonly AgentRecord[],
  positions: readonly LivePosition[],
): LiveDelta {
  return {
    conversations,
    agents: agents.flatMap(liveAgentStateOf),
    positions,
  };
}

/** What is told of a conversation. A plain literal: under load this is done for every one that changes. `now`: UTC ms. */
export function toldOf({ timeline, version, facts, origin }: Measured, now: number): ToldConversation {
  return {
    stream: timeline.stream,
    conversationId: timeline.conversationId,
    openedAt: timeline.openedAt,
    channel: timeline.channel,
    version,
    partition: origin.partition,
    offset: origin.offset,
    facts: openFactsOf(facts),
    lately: latelyOf(facts, now),
  };
}

export function agentsAmong(events: readonly EnrichedEvent[]): AgentRecord[] {
  return events.filter((event) => event.kind === 'agent');
}

/**
 * How far a block has come in its partitions, of which all is told with this. To be told once: what is told next goes on
 * from there.
 */
export function positionsOf(tenure: Tenure, { progress }: Block): LivePosition[] {
  return tenure.assigned.flatMap((one) => {
    const reached = progress.get(partitionKey(one));
    if (reached === undefined) return [];
    const position = positionOf(tenure, one, reached, null);
    return position.from < position.until ? [position] : [];
  });
}

/** The same of all partitions, of whose last unit all is told: also of those where nothing happens. */
export function allPositionsOf(tenure: Tenure, asOf: Block['asOf']): LivePosition[] {
  return tenure.assigned.map((one) => {
    const key = partitionKey(one);
    return positionOf(tenure, one, tenure.ends.get(key), asOf.get(key)?.at ?? null);
  });
}

/**
 * What was announced before this assignment may be stored in part: of that this process finds out nothing new, and so it
 * says nothing. Whoever has not heard of it from the process before reads it from storage.
 */
function positionOf(
  { told, stored }: Tenure,
  { topic, partition, offset, announced }: PartitionOffset,
  reached: Pick<Progress, 'firstOffset' | 'nextOffset'> | undefined,
  asOf: number | null,
): LivePosition {
  const key = partitionKey({ topic, partition });
  const until = reached?.nextOffset ?? offset;
  // A partition that is shorter than it was is read anew, from before where the group stood.
  const isAnew = reached !== undefined && reached.firstOffset < offset;
  const from = told.get(key) ?? (isAnew ? reached.firstOffset : (announced ?? offset));
  if (until > from) told.set(key, until);
  return {
    ...{ topic, partition, until, asOf },
    from: min(from, until),
    stored: stored.get(key) ?? offset,
  };
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function liveAgentStateOf(record: AgentRecord): LiveAgentState[] {
  const { value, team } = record;
  const state = agentStateOf(record);
  if (state === null) return [];
  return [{ agent: value.agent_id, at: value.occurred_at, eventId: value.event_id, team, ...state }];
}
