import { trackingKey } from '../../domain/timeline/conversation-key.ts';
import { partitionKey } from '../../lib/event-stream.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { LiveDelta, LivePosition, ToldConversation } from '../feed.ts';
import type { LiveAgentState } from '../live-fact.ts';

/** What was told while something else was on its way, as one delta: of a conversation only the newest. */
export interface Waiting {
  add(delta: LiveDelta): void;
  /** Everything, and nothing is left. */
  take(): LiveDelta;
  /** Conversations and states of agents. */
  readonly size: number;
  /** How fresh ingest is at its slowest partition, UTC ms; null where it did not say. */
  asOf(): number | null;
  readonly isEmpty: boolean;
}

export function createWaiting(): Waiting {
  let conversations = new Map<string, ToldConversation>();
  let agents: LiveAgentState[] = [];
  let positions = new Map<string, LivePosition[]>();

  return {
    add(delta) {
      for (const conversation of delta.conversations) {
        const key = trackingKey(conversation.stream, conversation);
        // After a rebalance the same events are told of again, from older versions on.
        if ((conversations.get(key)?.version ?? 0) <= conversation.version)
          conversations.set(key, conversation);
      }
      agents.push(...delta.agents);
      for (const position of delta.positions)
        follow(
          getOrInsert(positions, partitionKey(position), () => []),
          position,
        );
    },
    take() {
      const delta = {
        conversations: [...conversations.values()],
        agents,
        positions: [...positions.values()].flat(),
      };
      conversations = new Map();
      agents = [];
      positions = new Map();
      return delta;
    },
    asOf() {
      const times = [...positions.values()].flat().flatMap(({ asOf }) => asOf ?? []);
      return times.length === 0 ? null : Math.min(...times);
    },
    get size() {
      return conversations.size + agents.length;
    },
    get isEmpty() {
      return conversations.size + agents.length + positions.size === 0;
    },
  };
}

/** One that goes on where the last one ended becomes one with it; after a rebalance it may be elsewhere. */
function follow(positions: LivePosition[], { from, until, stored, asOf, ...of }: LivePosition): void {
  const last = positions.at(-1);
  if (last === undefined || from !== last.until) positions.push({ ...of, from, until, stored, asOf });
  else positions[positions.length - 1] = { ...last, until, stored, asOf: asOf ?? last.asOf };
}
