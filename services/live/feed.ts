import type { LiveAgentState, LiveConversation } from './live-fact.ts';

/** What has changed since the last one. */
export interface LiveDelta {
  conversations: readonly LiveConversation[];
  agents: readonly LiveAgentState[];
  /**
   * For each partition, such as `contact.chats/0`, UTC ms: all that Kafka had before is in this delta or in earlier ones.
   * Null where nothing can be said.
   */
  asOf: ReadonlyMap<string, number> | null;
}

/**
 * Port: how what ingest has measured reaches whoever shows it, ahead of storage. A delta may come twice, and those of
 * different partitions in any order; those of one partition come in their order.
 */
export interface LiveFeed {
  publish(delta: LiveDelta): void;
  /** Gives what ends the subscription. Whoever subscribes hears of what comes from then on. */
  subscribe(listener: (delta: LiveDelta) => void): () => void;
}

/** The feed within one process. A listener that fails has no part in what ingest does: it is not called again. */
export function createLiveFeed(onFailed: (error: unknown) => void): LiveFeed {
  const listeners = new Set<(delta: LiveDelta) => void>();
  return {
    publish(delta) {
      for (const listener of listeners) {
        try {
          listener(delta);
        } catch (error) {
          listeners.delete(listener);
          onFailed(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
