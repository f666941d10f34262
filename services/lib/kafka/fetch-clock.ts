import type { Consumer } from 'kafkajs';

/** Knows up to which time everything has been fetched and handed over. */
export interface FetchClock {
  handedOverUntil(): number | null;
  /** Ms since a broker last answered a fetch, or since the last reset. */
  silentMs(): number;
  /** From now on other partitions are fetched; fetches that are under way do not count. */
  reset(): void;
}

/**
 * When a broker's next fetch starts, all that its last one brought has been handed over; and that was at least all
 * that the broker had when that fetch was sent. When it answered is not known here: a busy process notices late,
 * and what arrived in between is not in the answer.
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
