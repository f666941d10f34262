import type { Consumer } from 'kafkajs';

/** Knows up to which time Kafka's records have been fetched and given to the handler. */
export interface FetchClock {
  /** UTC ms: the handler has been given every record that the brokers had at this time. Null before all have answered. */
  handedOverUntil(): number | null;
  /** Ms since a broker last answered a fetch, or since the last reset. */
  silentMs(): number;
  /** From now on other partitions are fetched; fetches that are under way do not count. */
  reset(): void;
}

/**
 * kafkajs sends a broker its next fetch once the handler has taken every record of the last one. So when a fetch
 * starts, the handler has all that the broker had when the fetch before it was sent: that time counts. When the broker
 * answered does not: a busy process notices late, and records that arrived in between are not in the answer.
 */
export function createFetchClock(consumer: Consumer): FetchClock {
  let started = new Set<number>();
  let sent = new Map<number, number>();
  let handedOver = new Map<number, number>();
  let heardAt = performance.now();

  consumer.on(consumer.events.FETCH_START, ({ payload: { nodeId } }) => {
    const node = Number(nodeId);
    started.add(node);
    const at = sent.get(node);
    if (at !== undefined) handedOver.set(node, at);
  });
  consumer.on(consumer.events.FETCH, ({ payload: { nodeId, duration }, timestamp }) => {
    heardAt = performance.now();
    const node = Number(nodeId);
    // An answer to a fetch from before the reset says nothing of the partitions that are ours now.
    if (started.has(node)) sent.set(node, timestamp - duration);
  });

  return {
    handedOverUntil() {
      if (handedOver.size === 0 || handedOver.size < started.size) return null;
      return Math.min(...handedOver.values());
    },
    silentMs: () => performance.now() - heardAt,
    reset() {
      heardAt = performance.now();
      started = new Set();
      sent = new Map();
      handedOver = new Map();
    },
  };
}
