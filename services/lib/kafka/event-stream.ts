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
  return {
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
  consumer.on(consumer.events.REBALANCING, () => handler.onRebalance());
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    log.info({ assigned: payload.memberAssignment }, 'joined the consumer group');
    handler.onRebalance();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    log.warn({ error: payload.error.message, restart: payload.restart }, 'the consumer failed and starts again');
    handler.onRebalance();
  });
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
