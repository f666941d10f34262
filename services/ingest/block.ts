import type { InputTopic } from '../../schemas/index.ts';
import type { Stamp } from '../domain/timeline/timeline.ts';
import { type LostRange, partitionKey, type StreamBatch, type StreamRecord } from '../lib/event-stream.ts';
import { type TouchedAgentHours, touchedAgentHours } from '../rollups/agent-hours.ts';
import type { DeadReason, Stage } from './outcome.ts';
import {
  type AgentScheduleRows,
  type AgentStateRows,
  agentScheduleRows,
  agentStateRows,
  writeAgentSchedule,
  writeAgentState,
} from './rows/agents.ts';
import { type EventRows, eventRows, type Origin, writeEvent } from './rows/events.ts';
import type { EnrichedEvent } from './stages/enrich.ts';

/** A record that was given up, with where it came from. */
export interface DeadRecord {
  topic: InputTopic;
  partition: number;
  record: StreamRecord;
  reason: DeadReason;
  stage: Stage;
  detail: string;
  schemaId: number | null;
}

/** What a block has of one partition. */
export interface Progress {
  topic: InputTopic;
  partition: number;
  firstOffset: bigint;
  nextOffset: bigint;
  endOffset: bigint;
  kafkaAt: number;
}

/** What arrived since the last write and is to be stored in one go. */
export interface Block {
  events: EventRows;
  agentStates: AgentStateRows;
  agentSchedules: AgentScheduleRows;
  /** Hours that these change. */
  agentHours: TouchedAgentHours;
  stamps: Map<string, Stamp>;
  dead: DeadRecord[];
  /** Gaps found before these records. */
  lost: LostRange[];
  progress: Map<string, Progress>;
  /** Partitions of which this block must take no more: see `Replay`. */
  sealed: Set<string>;
  /** Records taken over, duplicates and dead ones included. */
  records: number;
  /** Size of their keys and values as Kafka sent them. */
  bytes: number;
  duplicates: number;
  /** Kafka's timestamps of the new events, UTC ms: freshness is measured by them. */
  kafkaTimes: number[];
  /** For each assigned partition, UTC ms: what Kafka had before is stored once this block is. */
  asOf: ReadonlyMap<string, { topic: string; partition: number; at: number }>;
  /** Entries of the list of what is forgotten that were known for each of these records, and for all before them. */
  forgotten: number;
}

export function createBlock(): Block {
  return {
    events: eventRows(),
    agentStates: agentStateRows(),
    agentSchedules: agentScheduleRows(),
    agentHours: touchedAgentHours(),
    stamps: new Map(),
    dead: [],
    lost: [],
    progress: new Map(),
    sealed: new Set(),
    records: 0,
    bytes: 0,
    duplicates: 0,
    kafkaTimes: [],
    asOf: new Map(),
    forgotten: Number.POSITIVE_INFINITY,
  };
}

/** Puts an event's own rows into the block; the rows of its conversation follow from the tracker. */
export function addToBlock(block: Block, event: EnrichedEvent, origin: Origin, now: number): void {
  writeEvent(block.events, event, origin, now);
  block.kafkaTimes.push(origin.kafkaAt);
  if (event.kind === 'conversation') {
    block.stamps.set(event.event.stamp.hash, event.event.stamp);
    return;
  }
  const body = event.value.event;
  if (body.type === 'state_changed') {
    writeAgentState(block.agentStates, event);
    block.agentHours.state(event.value.occurred_at);
  } else {
    writeAgentSchedule(block.agentSchedules, event, body);
    block.agentHours.plan(body.starts_at);
  }
}

/** Notes that a block reaches to the end of a batch, which follows on what it has of the partition. */
export function advance(block: Block, batch: StreamBatch): void {
  const last = batch.records.at(-1)!;
  const key = partitionKey(batch);
  block.records += batch.records.length;
  block.bytes += sizeOf(batch);
  block.progress.set(key, {
    topic: batch.topic as InputTopic,
    partition: batch.partition,
    firstOffset: block.progress.get(key)?.firstOffset ?? batch.records[0]!.offset,
    nextOffset: last.offset + 1n,
    endOffset: batch.endOffset,
    kafkaAt: last.timestamp,
  });
}

/** Bytes of a batch's keys and values. */
export function sizeOf({ records }: StreamBatch): number {
  let bytes = 0;
  for (const { key, value } of records) bytes += (key?.length ?? 0) + (value?.length ?? 0);
  return bytes;
}
