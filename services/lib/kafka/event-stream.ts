import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Batch, EachBatchPayload, Kafka } from 'kafkajs';
import { backoffMs, retryForever } from '../backoff.ts';
import { codeOf, LinewatchError } from '../errors.ts';
import { type EventStream, partitionKey, type StreamHandler, type TopicPartition } from '../event-stream.ts';
import type { Log } from '../log.ts';
import { askKafka } from './ask.ts';
import { asKafkaError } from './errors.ts';
import { createFetchClock } from './fetch-clock.ts';
import { type GroupPosition, readGroupPositions } from './group-position.ts';
import { readLimits } from './offsets.ts';
import { toStreamBatch } from './records.ts';

export interface ConsumerOptions {
  groupId: string;
  topics: readonly string[];
  /** The group gives partitions away after this long without a heartbeat. */
  sessionTimeoutMs: number;
  /** Most bytes fetched of one partition at a time. */
  maxBytesPerPartition: number;
  /** Most bytes fetched at a time. */
  maxBytes: number;
  /** Where to read on after each assignment, if not where the group stands. */
  positionsOf?: (admin: Admin, assigned: readonly TopicPartition[]) => Promise<GroupPosition[]>;
}

/** One stay in the group: from an assignment of partitions to the next. */
interface Tenure {
  /** The next offset of each partition to be handed over. */
  positions: Map<string, bigint>;
  ended: AbortController;
}

/** Fetches answer within a quarter of a second while there is a broker. */
const SILENT_MS = 5_000;
/** Longest that a question about offsets may take. */
const ASK_MS = 10_000;
const BACKOFF = { minMs: 100, maxMs: 5_000 };

/**
 * The `EventStream` of Apache Kafka and what speaks its protocol, by kafkajs.
 *
 * kafkajs goes on by itself where Kafka has deleted what was to be read next, and may hand over what it fetched
 * under an assignment that is no longer in force. Therefore positions are kept here: each assignment begins with
 * asking where the group stands and seeking there, and a batch from anywhere else is either a loss, which is
 * told, or refused.
 */
export function createKafkaEventStream(kafka: Kafka, options: ConsumerOptions, log: Log): EventStream {
  const consumer = kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionTimeoutMs,
    rebalanceTimeout: options.sessionTimeoutMs * 2,
    heartbeatInterval: Math.floor(options.sessionTimeoutMs / 10),
    maxBytesPerPartition: options.maxBytesPerPartition,
    maxBytes: options.maxBytes,
    minBytes: 1,
    // An idle fetch ends after this: freshness cannot be known more exactly.
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 10, restartOnFailure: async () => true },
  });
  const clock = createFetchClock(consumer);
  const positionsOf =
    options.positionsOf ??
    ((admin: Admin, assigned: readonly TopicPartition[]) =>
      readGroupPositions(admin, options.groupId, assigned));
  let tenure: Tenure = { positions: new Map(), ended: new AbortController() };
  let commits = 0;
  /** Why nothing is read at the moment. */
  let absence: string | null = 'KAFKA_NOT_JOINED';
  let handing = 0;
  let crashes = 0;
  let closed = false;
  consumer.on(consumer.events.COMMIT_OFFSETS, () => {
    commits++;
  });

  function begin(handler: StreamHandler): Tenure {
    tenure.ended.abort();
    tenure = { positions: new Map(), ended: new AbortController() };
    clock.reset();
    absence = 'KAFKA_REBALANCING';
    handler.onAssigned([]);
    return tenure;
  }

  /** Finds out where the group stands in its partitions, and reads on from there. */
  async function takeUp(
    handler: StreamHandler,
    mine: Tenure,
    assigned: readonly TopicPartition[],
  ): Promise<void> {
    consumer.pause(byTopic(assigned));
    const positions = await retryForever(
      async () => checkAll(await askKafka(kafka, ASK_MS, (admin) => positionsOf(admin, assigned)), assigned),
      {
        backoff: BACKOFF,
        signal: mine.ended.signal,
        onError: (error) =>
          log.warn(
            { code: codeOf(asKafkaError(error)), error: (error as Error).message },
            'the positions of the group are not known yet',
          ),
      },
    );
    if (mine !== tenure) return;
    handler.onAssigned(
      positions.map(({ topic, partition, offset, announced }) => ({ topic, partition, offset, announced })),
    );
    for (const position of positions) {
      const offset = startOf(position, handler);
      mine.positions.set(partitionKey(position), offset);
      consumer.seek({ topic: position.topic, partition: position.partition, offset: String(offset) });
    }
    clock.reset();
    absence = null;
    crashes = 0;
    consumer.resume(byTopic(assigned));
  }

  function startOf(position: GroupPosition, handler: StreamHandler): bigint {
    const { topic, partition, offset, low, high } = position;
    if (offset < low) {
      handler.onLost({ topic, partition, from: offset, to: low });
      return low;
    }
    if (offset <= high) return offset;
    log.warn(
      { topic, partition, from: String(offset), to: String(low) },
      'the partition is shorter than it was: it is read anew',
    );
    return low;
  }

  async function handBatch(payload: EachBatchPayload, handler: StreamHandler): Promise<void> {
    const { batch } = payload;
    const mine = tenure;
    if (!payload.isRunning() || payload.isStale() || batch.messages.length === 0) return;
    const key = partitionKey(batch);
    await checkPosition(handler, mine, batch);
    const heartbeat = () => payload.heartbeat().catch((error) => Promise.reject(asKafkaError(error)));
    await handler.onBatch(toStreamBatch(payload), heartbeat);
    // kafkajs would note the offset for the new assignment, and skip what is to come again.
    if (mine !== tenure) throw outdated();
    mine.positions.set(key, BigInt(batch.lastOffset()) + 1n);
    payload.resolveOffset(batch.lastOffset());
  }

  async function checkPosition(handler: StreamHandler, mine: Tenure, batch: Batch): Promise<void> {
    const { topic, partition } = batch;
    const position = mine.positions.get(partitionKey(batch));
    // kafkajs's types lack it: the offset that the fetch asked for.
    const fetched = BigInt((batch as Batch & { fetchedOffset: string }).fetchedOffset);
    if (fetched === position) return;
    if (position === undefined) throw outdated();
    const limits = (await askKafka(kafka, ASK_MS, (admin) => readLimits(admin, topic))).find(
      (one) => one.partition === partition,
    );
    if (mine !== tenure || limits === undefined) throw outdated();
    if (position < limits.low && position < fetched) {
      handler.onLost({ topic, partition, from: position, to: fetched });
    } else if (position <= limits.high) {
      throw outdated();
    }
    mine.positions.set(partitionKey(batch), fetched);
  }

  function watch(handler: StreamHandler): void {
    consumer.on(consumer.events.REBALANCING, () => void begin(handler));
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      log.info({ assigned: payload.memberAssignment }, 'joined the consumer group');
      const mine = begin(handler);
      takeUp(handler, mine, assigned).catch((error) => {
        // The consumer stopped meanwhile: it says so itself, and joins again.
        if (mine === tenure && !mine.ended.signal.aborted)
          log.warn({ code: codeOf(error) }, 'the assignment was not taken up');
      });
    });
    consumer.on(
      consumer.events.END_BATCH_PROCESS,
      ({ payload: { topic, partition, batchSize, lastOffset } }) => {
        // Markers of transactions alone: kafkajs passes over them without handing anything over.
        const key = partitionKey({ topic, partition });
        if (batchSize === 0 && tenure.positions.has(key)) tenure.positions.set(key, BigInt(lastOffset) + 1n);
      },
    );
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      const { code } = asKafkaError(error);
      log.warn({ code, error: error.message }, 'the consumer stopped and starts again');
      begin(handler);
      absence = code;
      // kafkajs gives up on what it calls not retriable, such as a coordinator that is not to be found for a while.
      if (!restart && !closed) runAgain(handler).catch((cause) => handler.onFailed(asKafkaError(cause)));
    });
  }

  async function run(handler: StreamHandler): Promise<void> {
    await consumer.connect();
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: async (payload) => {
        handing++;
        await handBatch(payload, handler)
          .catch(passOn)
          .finally(() => handing--);
      },
    });
  }

  async function runAgain(handler: StreamHandler): Promise<void> {
    await sleep(backoffMs(crashes++, BACKOFF), undefined, { ref: false });
    if (!closed) await run(handler);
  }

  return {
    handedOverUntil: clock.handedOverUntil,
    async start(handler) {
      watch(handler);
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await run(handler);
    },
    waitingFor() {
      if (absence !== null) return absence;
      return handing === 0 && clock.silentMs() > SILENT_MS ? 'KAFKA_SILENT' : null;
    },
    async commit(offsets) {
      const before = commits;
      try {
        await consumer.commitOffsets(
          offsets.map(({ topic, partition, offset, announced }) => ({
            topic,
            partition,
            offset: String(offset),
            metadata: announced === null ? null : String(announced),
          })),
        );
      } catch (error) {
        throw asKafkaError(error);
      }
      // While it starts again kafkajs commits nothing and calls that success.
      if (commits === before) {
        throw new LinewatchError('KAFKA_UNAVAILABLE', 'the consumer is not running', { retriable: true });
      }
    },
    async close() {
      closed = true;
      tenure.ended.abort();
      await consumer.disconnect();
    },
  };
}

/** A partition without a position would never be read. */
function checkAll(
  positions: readonly GroupPosition[],
  assigned: readonly TopicPartition[],
): readonly GroupPosition[] {
  const known = new Set(positions.map(partitionKey));
  const missing = assigned.filter((one) => !known.has(partitionKey(one)));
  if (missing.length === 0) return positions;
  throw new LinewatchError(
    'KAFKA_UNAVAILABLE',
    `Kafka does not say where to read on in ${missing.map(partitionKey).join()}`,
    { retriable: true },
  );
}

function outdated(): LinewatchError {
  return new LinewatchError('PARTITIONS_LOST', 'the batch is of an assignment that is over', {
    retriable: true,
  });
}

/**
 * kafkajs looks into its own errors to see that the group rebalances: it gets them back as they were. An error of
 * others that says that it is not retriable would be the end of the consumer.
 */
function passOn(error: unknown): never {
  const { cause, retriable } = error as { cause?: unknown; retriable?: boolean };
  if (isOfKafkaJs(cause)) throw cause;
  if (isOfKafkaJs(error) || retriable === true) throw error;
  throw new LinewatchError('BATCH_REFUSED', 'the batch was not taken over', {
    cause: error,
    retriable: true,
  });
}

function isOfKafkaJs(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}

function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const known = topics.get(topic);
    if (known === undefined) topics.set(topic, [partition]);
    else known.push(partition);
  }
  return [...topics].map(([topic, numbers]) => ({ topic, partitions: numbers }));
}
