/**
 * The delivery guarantee, all of it. `docs/guarantees.md` says what it has been put through.
 *
 * Every record that Kafka acknowledged is either counted exactly once in every figure or stands in the
 * dead-letter topic. It holds because:
 *
 * 1. A unit is stored in this order: announcement, reference, what is derived (facts, conversations and agents' news,
 *    side by side), notes of the hours that this touches, events, dead letters, watermarks; Kafka's offsets are
 *    committed last. A crash anywhere before the commit brings the same records again.
 * 2. Events are written after everything that follows from them. They are what a restart compares with, so as
 *    long as they are not in, the same difference is computed and written again. So it does not matter which of the
 *    derived tables a crash left without their rows, nor that one of them is still being written, late, when the others
 *    are tried again: the events wait for an attempt at which all of them were in. Notes wait for what they are of, as
 *    whoever finds one reads that.
 * 3. The announcement says, together with the committed offset, how far the unit reaches. Kafka refuses it from a
 *    consumer that has lost its partitions. Whoever comes next forms the announced unit again with exactly the
 *    same records (`Replay` in `tenure.ts`). So all that is ever written of a partition, by whomever, belongs to one
 *    agreed sequence of units.
 * 4. Every row has a key and replaces its like; facts and conversations carry as version the number of events in
 *    the conversation's set, which after each unit of that sequence is one and the same. What is written twice,
 *    late, or by a consumer that has lost the partition is therefore equal to what is there, or older than what
 *    replaced or deleted it.
 * 5. After a rebalance everything in memory is forgotten and nothing that was taken over before is committed.
 *
 * A batch is decoded and put into the block as soon as Kafka gives it (`onBatch`); the block is written as a unit, and
 * what arrives meanwhile goes into the next one (group commit). When `maxRecords` or `maxBytes` are
 * waiting, batches wait too, with heartbeats: memory stays bounded while a server is away (`pace.ts` for both).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputTopic } from '../../schemas/index.ts';
import { schemaIdOf } from '../lib/avro/wire-format.ts';
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
import type { LiveDelta, ToldConversation } from '../live/feed.ts';
import { addToBlock, advance, type Block, createBlock } from './block.ts';
import type { BlockWriter, Unit } from './block-writer.ts';
import { changeRows, writeChange } from './change-rows.ts';
import { createInsistence } from './insistence.ts';
import { agentsAmong, allPositionsOf, newsOf, positionsOf, toldOf } from './news.ts';
import type { DeliveryOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { beating, createAdmission, createRhythm } from './pace.ts';
import type { Pipeline } from './pipeline.ts';
import type { Origin } from './rows/events.ts';
import type { EnrichedEvent } from './stages/enrich.ts';
import { asOf, createTenure, owns, type Portion, partitionsLost, type Tenure } from './tenure.ts';
import type { Tracker, Tracking } from './tracker/tracker.ts';

export interface DeliveryDeps {
  pipeline: Pipeline;
  tracker: Tracker;
  writer: BlockWriter;
  stream: Pick<EventStream, 'commit' | 'handedOverUntil'>;
  log: Log;
  now: () => number;
  /** Entries of the list of what is forgotten that the pipeline knows now; without it none. */
  forgotten?: () => number;
  /**
   * Told of what has changed before it is stored: under light load after each batch, else once a unit. It is no part of
   * the guarantee, and must not fail.
   */
  onNews?: (news: LiveDelta) => void;
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
  /** Whether a partition belongs to this process, as far as it knows. */
  has(partition: TopicPartition): boolean;
  /** Writes what is waiting, commits it and takes nothing more. */
  close(): Promise<void>;
}

export function createDelivery(deps: DeliveryDeps, options: DeliveryOptions): Delivery {
  const { pipeline, tracker, log } = deps;
  let tenure = createTenure([]);
  let closing = false;
  let failed = false;
  const arrival = createBell();
  const room = createBell();
  const isOver = (mine: Tenure) => mine !== tenure || closing;
  const { admit } = createAdmission({ room, arrival, isOver }, options);
  const insistence = createInsistence({ log, onWaiting: deps.onWaiting, onStalled: fail }, options);
  const insist = <T>(mine: Tenure, step: string, run: () => Promise<T>) =>
    insistence.insist(mine.over.signal, step, run);
  const rhythm = createRhythm(
    { arrival, now: deps.now, current: () => tenure, isClosing: () => closing },
    options,
  );
  const knownForgotten = deps.forgotten ?? (() => 0);
  const written = writeUnits().catch(fail);

  function fail(error: unknown): void {
    if (failed) return;
    failed = true;
    tenure.over.abort();
    deps.onFailed(error as Error);
  }

  /** What was taken over before belongs to the past: nothing of it is committed any more. */
  function begin(assigned: readonly PartitionOffset[]): void {
    tenure.over.abort();
    tenure = createTenure(assigned);
    if (failed) tenure.over.abort();
    tracker.clear();
    room.ring();
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

  /** The group has given the partition away and the consumer does not know yet: the heartbeat will tell. */
  async function untilGroupSays(mine: Tenure, heartbeat: () => Promise<void>): Promise<never> {
    while (!isOver(mine)) {
      await sleep(options.heartbeatMs, undefined, { ref: false });
      await heartbeat();
    }
    throw partitionsLost();
  }

  /** Decodes the records of a portion and puts them into the block, all of them or none. */
  async function takeOver(mine: Tenure, portion: Portion, heartbeat: () => Promise<void>): Promise<void> {
    const { batch } = portion;
    const topic = batch.topic as InputTopic;
    const meanwhile = <T>(work: Promise<T>) => beating(work, heartbeat, options.heartbeatMs);
    const release = await admit(mine, batch, heartbeat);
    const reading = { forgotten: Number.POSITIVE_INFINITY };
    mine.reading.add(reading);
    try {
      await meanwhile(insist(mine, 'schemas', () => pipeline.prepare(topic, batch.records)));
      reading.forgotten = knownForgotten();
      const outcomes: Outcome<EnrichedEvent>[] = [];
      await inSlices(batch.records, (record) => outcomes.push(pipeline.process(topic, record)));
      const conversations = outcomes.flatMap((o) =>
        o.ok && o.value.kind === 'conversation' ? [o.value] : [],
      );
      await meanwhile(insist(mine, 'read-back', () => tracker.load(conversations)));
      while (mine.taking !== null) await mine.taking;
      // From here to the end nothing else can run: a portion is in a block as a whole or not at all.
      if (isOver(mine)) throw partitionsLost();
      add(mine.block, batch, outcomes);
      mine.block.forgotten = Math.min(mine.block.forgotten, reading.forgotten);
      tellOf(mine, outcomes);
      if (portion.sealed) mine.block.sealed.add(partitionKey(batch));
      mine.replay.taken(portion);
    } finally {
      mine.reading.delete(reading);
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
        const { reason, stage, detail, instead } = outcome;
        const schemaId = record.value === null ? null : schemaIdOf(record.value);
        const whole = instead === undefined ? record : { ...record, value: instead };
        const kept = outcome.bare ? { ...record, key: null, value: null, headers: [] } : whole;
        block.dead.push({ topic, partition, record: kept, reason, stage, detail, schemaId });
        return;
      }
      const origin = { partition, offset: record.offset, kafkaAt: record.timestamp };
      if (isNew(outcome.value, origin)) addToBlock(block, outcome.value, origin, now);
      else block.duplicates++;
    });
    advance(block, batch);
  }

  /** Where more waits than can be measured at once, boards hear of it when the unit is taken. */
  function tellOf(mine: Tenure, outcomes: readonly Outcome<EnrichedEvent>[]): void {
    if (deps.onNews === undefined) return;
    const { block } = mine;
    const agents = agentsAmong(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
    const isPeeked = block.records <= options.maxPeeked;
    const now = deps.now();
    const conversations = isPeeked ? Array.from(tracker.peek(), (one) => toldOf(one, now)) : [];
    // What is not measured yet is told of later: until then the news reach no further.
    const positions = isPeeked ? positionsOf(mine, block) : [];
    if (agents.length + conversations.length + positions.length > 0)
      deps.onNews(newsOf(conversations, agents, positions));
  }

  function isNew(event: EnrichedEvent, origin: Origin): boolean {
    return event.kind === 'agent' || tracker.add(event, origin);
  }

  async function writeUnits(): Promise<void> {
    for (let due = await rhythm.due(); due !== null && !failed; due = await rhythm.due())
      await writeUnit(due);
  }

  /** Stores the block of a tenure in the order that the guarantee rests on. */
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
        await insist(mine, step.name, () => step.run(unit));
      }
    } catch (error) {
      if (mine.over.signal.aborted) return;
      if (codeOf(error) !== 'PARTITIONS_LOST') throw error;
      log.warn({ error: (error as Error).message }, 'the unit is left to whoever has the partitions now');
      begin([]);
      return;
    }
    deps.onStep?.('committed');
    for (const [partition, { nextOffset }] of unit.block.progress) mine.stored.set(partition, nextOffset);
    tracker.stored(unit.conversations);
    deps.onStored(unit, deps.now() - startedAt);
  }

  /** Takes what has gathered out of the tenure; what comes from now on goes into the next unit. */
  async function take(mine: Tenure): Promise<Unit> {
    const { block } = mine;
    for (const [partition, progress] of block.progress) mine.ends.set(partition, progress);
    block.asOf = asOf(mine, deps.stream.handedOverUntil());
    for (const { forgotten } of mine.reading) block.forgotten = Math.min(block.forgotten, forgotten);
    block.forgotten = Math.min(block.forgotten, knownForgotten());
    mine.block = createBlock();
    mine.crowded = false;
    room.ring();
    rhythm.began();
    const now = deps.now();
    const changed = changeRows(now);
    const conversations: Tracking[] = [];
    const unheard: ToldConversation[] = [];
    mine.taking = inSlices(tracker.drain(), (change) => {
      writeChange(changed, change);
      conversations.push(change.timeline);
      if (!change.peeked && deps.onNews) unheard.push(toldOf(change, now));
    });
    await mine.taking;
    mine.taking = null;
    deps.onNews?.(newsOf(unheard, [], allPositionsOf(mine, block.asOf)));
    return { block, changed, conversations };
  }

  return {
    onBatch,
    has: (partition) => owns(tenure, partition),
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
      insistence.close();
    },
  };
}

function at({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
