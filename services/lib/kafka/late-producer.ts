import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { EventProducer } from '../event-producer.ts';
import type { ReadinessCheck } from '../http/operations.ts';

/**
 * A producer that is there before Kafka is: what is sent meanwhile waits for the connection, within the
 * intake's bound. A service can so answer 503 from its first moment on.
 */
export function createLateProducer(connecting: Promise<EventProducer>): EventProducer {
  let connected: EventProducer | null = null;
  connecting.then(
    (producer) => {
      connected = producer;
    },
    // Each `send` hears of it.
    () => {},
  );
  return {
    send: async (events) => (await connecting).send(events),
    // A client that has not connected yet tries for ever: waiting for it would keep the process alive.
    close: async () => connected?.close(),
  };
}

/** Asks Kafka for its cluster; false when it cannot be reached or takes longer than `timeoutMs`. */
export function createKafkaCheck(kafka: Kafka, { timeoutMs }: { timeoutMs: number }) {
  const admin = kafka.admin();
  let asking: Promise<boolean> | null = null;

  /** The client asks again and again while Kafka is away: there is never more than one question. */
  function ask(): Promise<boolean> {
    asking ??= admin
      .connect()
      .then(() => admin.describeCluster())
      .then(
        ({ brokers }) => brokers.length > 0,
        () => false,
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  const check: ReadinessCheck = async () => {
    const timeout = new AbortController();
    const late = sleep(timeoutMs, false, { signal: timeout.signal });
    try {
      return await Promise.race([ask(), late]);
    } finally {
      timeout.abort();
    }
  };
  return { check, close: () => admin.disconnect() };
}
