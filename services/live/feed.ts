import type { TopicPartition } from '../lib/event-stream.ts';
import type { LiveAgentState, LiveConversation } from './live-fact.ts';

/** How far ingest has come in a partition that it reads. */
export interface LivePosition extends TopicPartition {
  /** All that the records from here up to `until` changed is in this delta, or in those of the same ingest before it. */
  from: bigint;
  until: bigint;
  /** All records before this one are stored. */
  stored: bigint;
  /** UTC ms: all that Kafka had in the partition before is told. Null where nothing can be said. */
  asOf: number | null;
}

/** A conversation that changed, and the record that it changed with last. */
export interface ToldConversation extends LiveConversation {
  /** Of the topic that the stream comes from. */
  partition: number;
  offset: bigint;
}

/** What has changed since the last one. */
export interface LiveDelta {
  conversations: readonly ToldConversation[];
  agents: readonly LiveAgentState[];
  /** Only partitions of which there is something to say. */
  positions: readonly LivePosition[];
}

/** Port: takes what ingest has measured, ahead of storage. It must not fail, nor keep its caller waiting. */
export interface LiveSink {
  publish(delta: LiveDelta): void;
}

/**
 * Port: brings what ingest has measured to whoever shows it. A delta may come twice or late, those of several ingest
 * processes in any order, and some never; `positions` tell.
 */
export interface LiveSource {
  /** Gives what ends the subscription. Whoever subscribes hears of what comes from then on. */
  subscribe(listener: (delta: LiveDelta) => void): () => void;
}

/** A feed within one process: nothing is lost on the way. */
export interface LiveFeed extends LiveSink, LiveSource {}

/** A listener that fails has no part in what the publisher does: it is not called again. */
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
