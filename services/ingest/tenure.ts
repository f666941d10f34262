import { setMaxListeners } from 'node:events';
import { LinewatchError } from '../lib/errors.ts';
import { type PartitionOffset, partitionKey, type TopicPartition } from '../lib/event-stream.ts';
import { type Block, createBlock, type Progress } from './block.ts';
import { createReplay, type Replay } from './replay.ts';

/** Everything in memory that belongs to one assignment of partitions. */
export interface Tenure {
  assigned: readonly PartitionOffset[];
  replay: Replay;
  /** What has been taken over and is not being written yet. */
  block: Block;
  /** Admitted to the block and not in it yet. */
  reserved: { records: number; bytes: number };
  /** A batch waits for room: what is in the block is written without lingering. */
  crowded: boolean;
  /** The changes of a unit are being taken from the tracker: until they all are, nothing is added. */
  taking: Promise<void> | null;
  /** How far the last unit came in each partition. */
  ends: Map<string, Progress>;
  /** Aborted when the partitions are another's. */
  over: AbortController;
}

export function createTenure(assigned: readonly PartitionOffset[]): Tenure {
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

/** Whether a partition belongs to the assignment. */
export function owns({ assigned }: Tenure, { topic, partition }: TopicPartition): boolean {
  return assigned.some((one) => one.topic === topic && one.partition === partition);
}

/**
 * Up to when each partition has been read, UTC ms. One whose last batch did not reach the end is as fresh as its last
 * record.
 *
 * @param handedOverUntil of the stream, which holds for the others; null: not known yet
 */
export function asOf({ assigned, ends, replay }: Tenure, handedOverUntil: number | null): Block['asOf'] {
  const result = new Map<string, TopicPartition & { at: number }>();
  for (const { topic, partition } of assigned) {
    if (replay.holds({ topic, partition })) continue;
    const key = partitionKey({ topic, partition });
    const end = ends.get(key);
    const at = end !== undefined && end.nextOffset < end.endOffset ? end.kafkaAt : handedOverUntil;
    if (at !== null) result.set(key, { topic, partition, at });
  }
  return result;
}

/** Tells the stream that what it brings belongs to the past. */
export function partitionsLost(): LinewatchError {
  return new LinewatchError('PARTITIONS_LOST', 'the partition was given away', { retriable: true });
}
