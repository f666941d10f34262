/**
 * The delivery guarantee, all of it.
 *
 * Every record that Kafka acknowledged is either counted exactly once in every figure or stands in the
 * dead-letter topic. It holds because:
 *
 * 1. Writes go in this order: reference, facts, conversations, agents, events, dead letters, watermarks; Kafka's
 *    offsets are committed last. A crash anywhere before the commit brings the same records again.
 * 2. Events are written after everything that follows from them. They are what a restart compares with, so as
 *    long as they are not in, the same difference is computed and written again.
 * 3. Every row has a key and replaces its like; facts and conversations carry as version the number of events
 *    in the conversation's set, which for one stream is always a beginning of its partition's log. Whatever is
 *    written twice, late, or by a consumer that has lost the partition is therefore equal to or older than what
 *    is there.
 * 4. After a rebalance everything in memory is forgotten and nothing that was taken over before is committed.
 *
 * Batches are taken over as they come; what arrives while a unit is being written goes into the next one (group
 * commit). When `maxRows` are waiting, batches wait too, with heartbeats: memory stays bounded while a server
 * is away.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputTopic } from '../../schemas/index.ts';
import { schemaIdOf } from '../lib/avro/wire-format.ts';
import { type Backoff, retryForever } from '../lib/backoff.ts';
import { createBell } from '../lib/bell.ts';
import { codeOf } from '../lib/errors.ts';
import type { EventStream, StreamBatch, StreamHandler, TopicPartition } from '../lib/event-stream.ts';
import type { Log } from '../lib/log.ts';
import { addToBlock, advance, type Block, createBlock, type Progress, partitionKey } from './block.ts';
import type { BlockWriter, Unit } from './block-writer.ts';
import type { Pipeline } from './pipeline.ts';
import type { ConversationEvent, EnrichedEvent } from './stages/enrich.ts';
import type { Tracker } from './tracker/tracker.ts';

export interface DeliveryOptions {
  /** Shortest time between two writes; what arrives meanwhile is written together. */
  lingerMs: number;
  /** Events that are written without waiting for `lingerMs`, and at which batches wait. */
  maxRows: number;
  /** Longest time without a write: freshness is told even when nothing happens. */
  idleMs: number;
  /** How often a waiting batch tells the group that it is alive. */
  heartbeatMs: number;
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
  /** Told when a server is away, with the step that waits for it, and when it is back. */
  onWaiting: (step: string | null, code: string) => void;
  /** Called before each step of a unit; tests end the process here. */
  onStep?: (step: string) => void;
}

export interface Delivery extends StreamHandler {
  /** Writes what is waiting, commits it and takes nothing more. */
  close(): Promise<void>;
}

export function createDelivery(deps: DeliveryDeps, options: DeliveryOptions): Delivery {
  const { pipeline, tracker, log } = deps;
  const stopping = new AbortController();
  let block = createBlock();
  let epoch = 0;
  let closing = false;
  let assigned: readonly TopicPartition[] = [];
  const ends = new Map<string, Progress>();
  let lastWriteAt = 0;
  const arrival = createBell();
  const room = createBell();
  const written = writeLoop();

  /** Runs one step until it succeeds, however long the server is away. */
  async function insistently<T>(step: string, run: () => Promise<T>, beat?: () => Promise<void>): Promise<T> {
    let waited = false;
    const result = await retryForever(run, {
      backoff: options.backoff,
      signal: stopping.signal,
      onError: (error, attempt) => {
        waited = true;
        deps.onWaiting(step, codeOf(error));
        log.warn({ step, attempt, code: codeOf(error), error: (error as Error).message }, 'will try again');
        // A lost heartbeat shows itself at the next fetch.
        beat?.().catch(() => {});
      },
    });
    if (waited) deps.onWaiting(null, '');
    return result;
  }

  async function onBatch(batch: StreamBatch, heartbeat: () => Promise<void>): Promise<void> {
    const born = epoch;
    await waitForRoom(heartbeat);
    const topic = batch.topic as InputTopic;
    await insistently('schemas', () => pipeline.prepare(topic, batch.records), heartbeat);
    const outcomes = batch.records.map((record) => pipeline.process(topic, record));
    const conversations = outcomes.flatMap((o) => (o.ok && o.value.kind === 'conversation' ? [o.value] : []));
    await insistently('read-back', () => tracker.load(conversations), heartbeat);
    // Forgotten meanwhile: what was loaded is no longer in the tracker, and the records come again.
    if (born !== epoch || closing) throw new Error('the partition was given away');
    const now = deps.now();
    batch.records.forEach((record, i) => {
      const outcome = outcomes[i]!;
      if (!outcome.ok) {
        const { reason, stage, detail } = outcome;
        const schemaId = record.value === null ? null : schemaIdOf(record.value);
        block.dead.push({ topic, partition: batch.partition, record, reason, stage, detail, schemaId });
      } else if (isNew(outcome.value)) addToBlock(block, outcome.value, batch, record, now);
      else block.duplicates++;
    });
    advance(block, batch);
    arrival.ring();
  }

  function isNew(event: EnrichedEvent): boolean {
    return event.kind === 'agent' || tracker.add(event as ConversationEvent);
  }

  async function waitForRoom(heartbeat: () => Promise<void>): Promise<void> {
    while (block.records >= options.maxRows && !closing) {
      await Promise.race([room.heard(), sleep(options.heartbeatMs, undefined, { ref: false })]);
      await heartbeat();
    }
  }

  async function writeLoop(): Promise<void> {
    while (true) {
      if (block.records === 0) {
        if (closing) return;
        const idle = await Promise.race([arrival.heard(), sleep(options.idleMs, 'idle', { ref: false })]);
        if (idle === 'idle' && assigned.length > 0) await writeUnit(take());
        continue;
      }
      await linger();
      if (block.records > 0) await writeUnit(take());
    }
  }

  /** Lets events gather after a write; under light load the first one is written at once. */
  async function linger(): Promise<void> {
    const over = sleep(Math.min(options.lingerMs, Math.max(0, lastWriteAt + options.lingerMs - deps.now())), 'over');
    while (block.records < options.maxRows && !closing) {
      if ((await Promise.race([arrival.heard(), over])) === 'over') return;
    }
  }

  function take(): { unit: Unit; epoch: number } {
    for (const [partition, progress] of block.progress) ends.set(partition, progress);
    block.asOf = asOf();
    const unit = { block, changes: tracker.drain() };
    block = createBlock();
    room.ring();
    lastWriteAt = deps.now();
    return { unit, epoch };
  }

  /** A partition whose last batch did not reach the end is as fresh as its last record. */
  function asOf(): Block['asOf'] {
    const until = deps.stream.handedOverUntil();
    const result = new Map<string, TopicPartition & { at: number }>();
    for (const { topic, partition } of assigned) {
      const key = partitionKey({ topic, partition });
      const end = ends.get(key);
      const at = end !== undefined && end.nextOffset < end.endOffset ? end.kafkaAt : until;
      if (at !== null) result.set(key, { topic, partition, at });
    }
    return result;
  }

  async function writeUnit({ unit, epoch: born }: { unit: Unit; epoch: number }): Promise<void> {
    const startedAt = deps.now();
    for (const step of deps.writer.steps) {
      if (born !== epoch) return;
      deps.onStep?.(step.name);
      await insistently(step.name, () => step.run(unit));
    }
    tracker.stored(unit.changes);
    deps.onStep?.('commit');
    if (born !== epoch) return;
    await commit(unit.block, born);
    deps.onStep?.('committed');
    deps.onStored(unit, deps.now() - startedAt);
  }

  /** A commit that the group refuses is not repeated: the partitions are another's, who starts before it. */
  async function commit({ progress }: Block, born: number): Promise<void> {
    if (progress.size === 0) return;
    const offsets = [...progress.values()].map((p) => ({ topic: p.topic, partition: p.partition, offset: p.nextOffset }));
    try {
      await deps.stream.commit(offsets);
    } catch (error) {
      if (born === epoch) log.warn({ code: codeOf(error), error: (error as Error).message }, 'offsets were not committed');
    }
  }

  return {
    onBatch,
    onAssigned(partitions) {
      epoch++;
      assigned = partitions;
      ends.clear();
      tracker.clear();
      block = createBlock();
      room.ring();
    },
    async close() {
      closing = true;
      arrival.ring();
      room.ring();
      // What a server that is away keeps us from writing now is read again at the next start.
      const giveUp = setTimeout(() => stopping.abort(), 3_000);
      await written.catch(() => {});
      clearTimeout(giveUp);
      stopping.abort();
    },
  };
}
