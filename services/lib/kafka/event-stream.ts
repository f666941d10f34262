import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { EventStream, StreamHandler, StreamRecord } from '../event-stream.ts';
import type { Log } from '../log.ts';

export interface ConsumerOptions {
  groupId: string;
  topics: readonly string[];
  /** The group gives partitions away after this long without a heartbeat. */
  sessionTimeoutMs: number;
  /** Most bytes fetched of one partition at a time. */
  maxBytesPerPartition: number;
  /** Most bytes fetched at a time. */
  maxBytes: number;
}

/** The `EventStream` of Apache Kafka and what speaks its protocol, by kafkajs. */
export function createKafkaEventStream(kafka: Kafka, options: ConsumerOptions, log: Log): EventStream {
  const consumer = kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionTimeoutMs,
    rebalanceTimeout: options.sessionTimeoutMs * 2,
    heartbeatInterval: Math.floor(options.sessionTimeoutMs / 10),
    maxBytesPerPartition: options.maxBytesPerPartition,
    maxBytes: options.maxBytes,
    minBytes: 1,
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 10, restartOnFailure: async () => true },
  });
  const fetches = trackFetches(consumer);
  return {
    handedOverUntil: fetches.handedOverUntil,
    async start(handler) {
      watch(consumer, handler, log);
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 64,
        eachBatch: (payload) => handBatch(payload, handler),
      });
    },
    commit: (offsets) =>
      consumer.commitOffsets(offsets.map((o) => ({ topic: o.topic, partition: o.partition, offset: String(o.offset) }))),
    close: () => consumer.disconnect(),
  };
}

async function handBatch(payload: EachBatchPayload, handler: StreamHandler): Promise<void> {
  const { batch } = payload;
  if (!payload.isRunning() || payload.isStale() || batch.messages.length === 0) return;
  await handler.onBatch(
    {
      topic: batch.topic,
      partition: batch.partition,
      records: batch.messages.map(toRecord),
      endOffset: BigInt(batch.highWatermark),
    },
    payload.heartbeat,
  );
  payload.resolveOffset(batch.lastOffset());
}

function watch(consumer: Consumer, handler: StreamHandler, log: Log): void {
  // kafkajs has settled every batch it handed out before it joins again.
  consumer.on(consumer.events.REBALANCING, () => handler.onAssigned([]));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    log.info({ assigned: payload.memberAssignment }, 'joined the consumer group');
    const assigned = Object.entries(payload.memberAssignment);
    handler.onAssigned(assigned.flatMap(([topic, numbers]) => numbers.map((partition) => ({ topic, partition }))));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    log.warn({ error: payload.error.message, restart: payload.restart }, 'the consumer failed and starts again');
    handler.onAssigned([]);
  });
}

/**
 * When a broker's next fetch starts, all that its last one brought has been handed over; and that was all that
 * the broker had when it answered.
 */
function trackFetches(consumer: Consumer): Pick<EventStream, 'handedOverUntil'> {
  const answered = new Map<string, number>();
  const handedOver = new Map<string, number>();
  consumer.on(consumer.events.FETCH, ({ payload, timestamp }) => {
    answered.set(String(payload.nodeId), timestamp);
  });
  consumer.on(consumer.events.FETCH_START, ({ payload }) => {
    const at = answered.get(String(payload.nodeId));
    if (at !== undefined) handedOver.set(String(payload.nodeId), at);
  });
  consumer.on(consumer.events.REBALANCING, () => {
    answered.clear();
    handedOver.clear();
  });
  return { handedOverUntil: () => (handedOver.size === 0 ? null : Math.min(...handedOver.values())) };
}

function toRecord(message: KafkaMessage): StreamRecord {
  return {
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: message.headers === undefined ? [] : toHeaders(message.headers),
  };
}

function toHeaders(headers: IHeaders): { key: string; value: Buffer | null }[] {
  return Object.entries(headers).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({
      key,
      value: one === undefined ? null : Buffer.from(one as Buffer),
    })),
  );
}
