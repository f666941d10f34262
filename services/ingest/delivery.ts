/**
 * The delivery guarantee, all of it. `docs/guarantees.md` says what it has been put through.
 *
 * Every record that Kafka acknowledged is either counted exactly once in every figure or stands in the
 * dead-letter topic. It holds because:
 *
 * 1. A unit is stored in this order: announcement, reference, facts, conversations, agents, events, dead letters,
 *    watermarks; Kafka's offsets are committed last. A crash anywhere before the commit brings the same records
 *    again.
 * 2. Events are written after everything that follows from them. They are what a restart compares with, so as
 *    long as they are not in, the same difference is computed and written again.
 * 3. The announcement says, together with the committed offset, how far the unit reaches. Kafka refuses it from a
 *    consumer that has lost its partitions. Whoever comes next forms the announced unit again with exactly the
 *    same records (`replay.ts`). So all that is ever written of a partition, by whomever, belongs to one
 *    agreed sequence of units.
 * 4. Every row has a key and replaces its like; facts and conversations carry as version the number of events in
 *    the conversation's set, which after each unit of that sequence is one and the same. What is written twice,
 *    late, or by a consumer that has lost the partition is therefore equal to what is there, or older than what
 *    replaced or deleted it.
 * 5. After a rebalance everything in memory is forgotten and nothing that was taken over before is committed.
 *
 * Batches are taken over as they come; what arrives while a unit is being written goes into the next one (group
 * commit). When `maxRecords` or `maxBytes` are waiting, batches wait too, with heartbeats: memory stays bounded
 * while a server is away.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputTopic } from '../../schemas/index.ts';
import { schemaIdOf } from '../lib/avro/wire-format.ts';
import { type Backoff, retryForever } from '../lib/backoff.ts';
import { createBell } from '../lib/bell.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import {
  type EventStream,
  type PartitionOffset,
  partitionKey,
  type StreamBatch,
  type StreamHandler,
  type TopicPartition,
} from '../lib/event-stream.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { Log } from '../lib/log.ts';
import { addToBlock, advance, type Block, createBlock, type Progress, sizeOf } from './block.ts';
import type { BlockWriter, Unit } from './block-writer.ts';
import { beating } from './heartbeats.ts';
import type { Outcome } from './outcome.ts';
import type { Pipeline } from './pipeline.ts';
import { createReplay, type Portion, type Replay } from './replay.ts';
import type { ConversationEvent, EnrichedEvent } from './stages/enrich.ts';
import type { Change, Tracker } from './tracker/tracker.ts';
import { createWatchdog } from './watchdog.ts';

export interface DeliveryOptions {
  /** Shortest time between two writes; what arrives meanwhile is written together. */
  lingerMs: number;
  /** Records at which a unit is written without waiting for `lingerMs`, and at which batches wait. */
  maxRecords: number;
  /** Size of keys and values at which the same happens. One batch may be larger; then it is a unit by itself. */
  maxBytes: number;
  /** Longest time without a write: freshness is told even when nothing happens. */
  idleMs: number;
  /** How often a waiting batch tells the group that it is alive. */
  heartbeatMs: number;
  /** Longest that one call of a server may take before the process is given up. */
  stallMs: number;
  /** How long `close` goes on trying to store what is waiting. */
  closeMs: number;
  backoff: Backoff;
}

export interface DeliveryDeps {
  pipeline: Pipeline;
  tracker: Tracker;
  writer: BlockWriter;
  stream: Pick<EventStream, 'commit' | 'handedOverUntil'>;
  log: Log;
  now: () => number;
  /** Told of every unit once it is stored and committed. */
  onStored: (unit: Unit, tookMs: number) => void;
  /** Told that a step waits for a server, with the error's code, and with null when it goes on. */
  onWaiting: (step: string, code: string | null) => void;
  /** Told once, when only a new process can go on. */
  onFailed: (error: Error) => void;
  /** Called before each step of a unit; tests end the process here. */
  onStep?: (step: string) => void;
}

export interface Delivery extends StreamHandler {
  /** Writes what is waiting, commits it and takes nothing more. */
  close(): Promise<void>;
}

/** Everything in memory that belongs to one assignment of partitions. */
interface Tenure {
  assigned: readonly PartitionOffset[];
  replay: Replay;
  block: Block;
  /** Admitted to the block and not in it yet. */
  reserved: { records: number; bytes: number };
  /** A batch waits for room: what is in the block is written without lingering. */
  crowded: boolean;
  /** The changes of a unit are being taken from the tracker: until they all are, nothing is added. */
  taking: Promise<void> | null;
  /** How far the last unit came in each partition. */
  ends: Map<string, Progress>;
  over: AbortController;
}

export function createDelivery(deps: DeliveryDeps, options: DeliveryOptions): Delivery {
  const { pipeline, tracker, log } = deps;
  let tenure = createTenure([]);
  let closing = false;
  let failed = false;
  let lastWriteAt = 0;
  const arrival = createBell();
  const room = createBell();
  const watchdog = createWatchdog(options.stallMs, (step) =>
    fail(new LinewatchError('INGEST_STALLED', `"${step}" has not come back for ${options.stallMs} ms`)),
  );
  const written = writeLoop().catch(fail);

  function fail(error: unknown): void {
    if (failed) return;
    failed = true;
    tenure.over.abort();
    deps.onFailed(error as Error);
  }

  /** Runs one step until it succeeds, however long the server is away, or until the tenure is over. */
  async function insistently<T>(mine: Tenure, step: string, run: () => Promise<T>): Promise<T> {
    let waited = false;
    const attempt = async () => {
      const returned = watchdog.watch(step);
      try {
        return await run();
      } finally {
        returned();
      }
    };
    try {
      return await retryForever(attempt, {
        backoff: options.backoff,
        signal: mine.over.signal,
        onError: (error, attempt) => {
          if (!(error instanceof LinewatchError) || error.code === 'PARTITIONS_LOST') throw error;
          waited = true;
          deps.onWaiting(step, error.code);
          // Not the message: a server's may quote a value.
          log.warn({ step, attempt, code: error.code, cause: codeOf(error.cause) }, 'will try again');
        },
      });
    } finally {
      if (waited) deps.onWaiting(step, null);
    }
  }

  async function onBatch(batch: StreamBatch, heartbeat: () => Promise<void>): Promise<void> {
    const mine = tenure;
    try {
      if (!owns(mine, batch)) await untilGroupSays(mine, heartbeat);
      for (const portion of mine.replay.split(batch)) await takeOver(mine, portion, heartbeat);
    } catch (error) {
      if (!(error instanceof LinewatchError) && !mine.over.signal.aborted) fail(error);
      throw error;
    }
  }

  async function takeOver(mine: Tenure, portion: Portion, heartbeat: () => Promise<void>): Promise<void> {
    const { batch } = portion;
    const topic = batch.topic as InputTopic;
    const meanwhile = <T>(work: Promise<T>) => beating(work, heartbeat, options.heartbeatMs);
    const release = await admit(mine, batch, heartbeat);
    try {
      await meanwhile(insistently(mine, 'schemas', () => pipeline.prepare(topic, batch.records)));
      const outcomes: Outcome<EnrichedEvent>[] = [];
      await inSlices(batch.records, (record) => outcomes.push(pipeline.process(topic, record)));
      const conversations = outcomes.flatMap((o) =>
        o.ok && o.value.kind === 'conversation' ? [o.value] : [],
      );
      await meanwhile(insistently(mine, 'read-back', () => tracker.load(conversations)));
      while (mine.taking !== null) await mine.taking;
      // From here to the end nothing else can run: a portion is in a block as a whole or not at all.
      if (mine !== tenure || closing) throw partitionsLost();
      add(mine.block, batch, outcomes);
      if (portion.sealed) mine.block.sealed.add(partitionKey(batch));
      mine.replay.taken(portion);
    } finally {
      release();
    }
    arrival.ring();
  }

  function add(block: Block, batch: StreamBatch, outcomes: readonly Outcome<EnrichedEvent>[]): void {
    const now = deps.now();
    const { topic, partition } = batch as StreamBatch & { topic: InputTopic };
    batch.records.forEach((record, i) => {
      const outcome = outcomes[i]!;
      if (!outcome.ok) {
        const { reason, stage, detail } = outcome;
        const schemaId = record.value === null ? null : schemaIdOf(record.value);
        block.dead.push({ topic, partition, record, reason, stage, detail, schemaId });
      } else if (isNew(outcome.value)) addToBlock(block, outcome.value, batch, record, now);
      else block.duplicates++;
    });
    advance(block, batch);
  }

  function isNew(event: EnrichedEvent): boolean {
    return event.kind === 'agent' || tracker.add(event as ConversationEvent);
  }

  /** Waits until the block has room for a batch and keeps that room until the function that it gives is called. */
  async function admit(
    mine: Tenure,
    batch: StreamBatch,
    heartbeat: () => Promise<void>,
  ): Promise<() => void> {
    const bytes = sizeOf(batch);
    const records = batch.records.length;
    while (!hasRoom(mine, batch, bytes)) {
      if (mine !== tenure || closing) throw partitionsLost();
      mine.crowded = true;
      arrival.ring();
      await Promise.race([room.heard(), sleep(options.heartbeatMs, undefined, { ref: false })]);
      await heartbeat();
    }
    mine.reserved.records += records;
    mine.reserved.bytes += bytes;
    return () => {
      mine.reserved.records -= records;
      mine.reserved.bytes -= bytes;
      room.ring();
    };
  }

  function hasRoom({ block, reserved }: Tenure, batch: StreamBatch, bytes: number): boolean {
    if (block.sealed.has(partitionKey(batch))) return false;
    const records = block.records + reserved.records;
    const total = block.bytes + reserved.bytes + bytes;
    return records === 0 || (records < options.maxRecords && total <= options.maxBytes);
  }

  /** The group has given the partition away and the consumer does not know yet: the heartbeat will tell. */
  async function untilGroupSays(mine: Tenure, heartbeat: () => Promise<void>): Promise<never> {
    while (mine === tenure && !closing) {
      await sleep(options.heartbeatMs, undefined, { ref: false });
      await heartbeat();
    }
    throw partitionsLost();
  }

  async function writeLoop(): Promise<void> {
    while (!failed) {
      if (isEmpty(tenure.block)) {
        if (closing) return;
        const idle = await Promise.race([arrival.heard(), sleep(options.idleMs, 'idle', { ref: false })]);
        if (idle === 'idle' && tenure.assigned.length > 0) await writeUnit(tenure);
        continue;
      }
      await linger();
      if (!isEmpty(tenure.block)) await writeUnit(tenure);
    }
  }

  /** Lets events gather after a write; under light load the first one is written at once. */
  async function linger(): Promise<void> {
    const over = sleep(
      Math.min(options.lingerMs, Math.max(0, lastWriteAt + options.lingerMs - deps.now())),
      'over',
    );
    while (tenure.block.records < options.maxRecords && !tenure.crowded && !closing) {
      if ((await Promise.race([arrival.heard(), over])) === 'over') return;
    }
  }

  async function writeUnit(mine: Tenure): Promise<void> {
    const startedAt = deps.now();
    const unit = await take(mine);
    const progress = [...unit.block.progress.values()];
    const commit = (offsets: readonly PartitionOffset[]) => async () => {
      if (offsets.length > 0) await deps.stream.commit(offsets);
    };
    const announcement = progress.map((p) => ({ ...at(p), offset: p.firstOffset, announced: p.nextOffset }));
    const end = progress.map((p) => ({ ...at(p), offset: p.nextOffset, announced: null }));
    try {
      for (const step of [
        { name: 'announcement', run: commit(announcement) },
        ...deps.writer.steps,
        { name: 'commit', run: commit(end) },
      ]) {
        deps.onStep?.(step.name);
        await insistently(mine, step.name, () => step.run(unit));
      }
    } catch (error) {
      if (mine.over.signal.aborted) return;
      if (codeOf(error) !== 'PARTITIONS_LOST') throw error;
      log.warn({ error: (error as Error).message }, 'the unit is left to whoever has the partitions now');
      begin([]);
      return;
    }
    deps.onStep?.('committed');
    tracker.stored(unit.changes);
    deps.onStored(unit, deps.now() - startedAt);
  }

  async function take(mine: Tenure): Promise<Unit> {
    const { block } = mine;
    for (const [partition, progress] of block.progress) mine.ends.set(partition, progress);
    block.asOf = asOf(mine);
    mine.block = createBlock();
    mine.crowded = false;
    room.ring();
    lastWriteAt = deps.now();
    const changes: Change[] = [];
    mine.taking = inSlices(tracker.drain(), (change) => changes.push(change));
    await mine.taking;
    mine.taking = null;
    return { block, changes };
  }

  /** A partition whose last batch did not reach the end is as fresh as its last record. */
  function asOf({ assigned, ends, replay }: Tenure): Block['asOf'] {
    const until = deps.stream.handedOverUntil();
    const result = new Map<string, TopicPartition & { at: number }>();
    for (const { topic, partition } of assigned) {
      if (replay.holds({ topic, partition })) continue;
      const key = partitionKey({ topic, partition });
      const end = ends.get(key);
      const asOfEnd = end !== undefined && end.nextOffset < end.endOffset ? end.kafkaAt : until;
      if (asOfEnd !== null) result.set(key, { topic, partition, at: asOfEnd });
    }
    return result;
  }

  function begin(assigned: readonly PartitionOffset[]): void {
    tenure.over.abort();
    tenure = createTenure(assigned);
    if (failed) tenure.over.abort();
    tracker.clear();
    room.ring();
  }

  return {
    onBatch,
    onAssigned: begin,
    onLost({ topic, partition, from, to }) {
      log.error(
        { topic, partition, from: String(from), to: String(to), records: String(to - from) },
        'records are lost: Kafka deleted them before they were read',
      );
      tenure.block.lost.push({ topic, partition, from, to });
      arrival.ring();
    },
    onFailed: fail,
    async close() {
      closing = true;
      arrival.ring();
      room.ring();
      // What a server that is away keeps us from writing now is read again at the next start.
      const giveUp = setTimeout(() => tenure.over.abort(), options.closeMs);
      await written;
      clearTimeout(giveUp);
      tenure.over.abort();
      watchdog.close();
    },
  };
}

function createTenure(assigned: readonly PartitionOffset[]): Tenure {
  const over = new AbortController();
  // As many calls may wait for it as there are partitions.
  setMaxListeners(0, over.signal);
  return {
    assigned,
    replay: createReplay(assigned),
    block: createBlock(),
    reserved: { records: 0, bytes: 0 },
    crowded: false,
    taking: null,
    ends: new Map(),
    over,
  };
}

function owns({ assigned }: Tenure, batch: TopicPartition): boolean {
  return assigned.some((one) => one.topic === batch.topic && one.partition === batch.partition);
}

function isEmpty({ records, lost }: Block): boolean {
  return records === 0 && lost.length === 0;
}

function at({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}

function partitionsLost(): LinewatchError {
  return new LinewatchError('PARTITIONS_LOST', 'the partition was given away', { retriable: true });
}
