import type { Kafka } from 'kafkajs';

export interface LeadershipOptions {
  groupId: string;
  /** An existing topic; its records are not read. */
  topic: string;
  /** The leader's place is given away after this long without a sign of life. */
  sessionTimeoutMs: number;
}

/**
 * Chooses one of several processes: whoever the consumer group gives partition 0 of a topic leads. A process that
 * dies is followed by another within the session timeout.
 *
 * A process that was stopped and wakes up may believe for a moment that it still leads. What a leader does must
 * therefore be harmless when two do it.
 */
export interface Leadership {
  /** Joins; `onChange` is told of every change. */
  start(onChange: (leads: boolean) => void): Promise<void>;
  close(): Promise<void>;
}

const PARTITION = 0;

export function createLeadership(
  kafka: Kafka,
  { groupId, topic, sessionTimeoutMs }: LeadershipOptions,
): Leadership {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 6),
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
  });
  return {
    async start(onChange) {
      let leads = false;
      const change = (now: boolean) => {
        if (now === leads) return;
        leads = now;
        onChange(now);
      };
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        // The partitions matter only by who has them.
        for (const [name, partitions] of Object.entries(payload.memberAssignment)) {
          consumer.pause([{ topic: name, partitions }]);
        }
        change(payload.memberAssignment[topic]?.includes(PARTITION) ?? false);
      });
      for (const event of [
        consumer.events.REBALANCING,
        consumer.events.CRASH,
        consumer.events.STOP,
      ] as const) {
        consumer.on(event, () => change(false));
      }
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: false });
      await consumer.run({ autoCommit: false, eachBatch: async () => {} });
    },
    close: () => consumer.disconnect(),
  };
}
