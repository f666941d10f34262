import { setMaxListeners } from 'node:events';
import { LinewatchError } from '../lib/errors.ts';
import {
  type PartitionOffset,
  partitionKey,
  type StreamBatch,
  type StreamRecord,
  type TopicPartition,
} from '../lib/event-stream.ts';
import { type Block, createBlock, type Progress } from './block.ts';

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
  /** Records that are being read and are in no block yet: entries of the list of what is forgotten that they know. */
  reading: Set<{ forgotten: number }>;
  /** Up to where news were told of each partition, and up to where it is stored. */
  told: Map<string, bigint>;
  stored: Map<string, bigint>;
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
    reading: new Set(),
    told: new Map(),
    stored: new Map(),
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
 * @param handedOverUntil up to when the stream has given everything to `onBatch`, UTC ms; null: not known yet
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

/** Records to be taken over together, all of one partition. */
export interface Portion {
  batch: StreamBatch;
  /** A unit announced by whoever had the partition before: it ends here, and a unit of ours must end here too. */
  sealed: boolean;
}

/**
 * Cuts batches so that units that the process before this one had announced, and may have stored in part, are formed
 * again with exactly the records that they had. A portion is given out again only if `taken` was not called with it.
 */
export interface Replay {
  /** What can be taken over once this batch is there; nothing while the end of an announced unit is missing. */
  split(batch: StreamBatch): Portion[];
  taken(portion: Portion): void;
  /** Whether records of a partition are held back. */
  holds(partition: TopicPartition): boolean;
}

interface Window {
  until: bigint;
  records: StreamRecord[];
}

/** @param partitions where the group stands, with what was announced. */
export function createReplay(partitions: readonly PartitionOffset[]): Replay {
  const windows = new Map<string, Window>();
  for (const one of partitions) {
    if (one.announced !== null && one.announced > one.offset) {
      windows.set(partitionKey(one), { until: one.announced, records: [] });
    }
  }
  const next = new Map<string, bigint>();

  return {
    split(batch) {
      const key = partitionKey(batch);
      const seen = next.get(key);
      const records =
        seen === undefined ? batch.records : batch.records.filter((record) => record.offset >= seen);
      const window = windows.get(key);
      if (window === undefined)
        return records.length === 0 ? [] : [{ batch: { ...batch, records }, sealed: false }];

      // The same records come again when taking over what they complete has failed.
      const held = window.records.at(-1)?.offset ?? -1n;
      const { until } = window;
      window.records = window.records.concat(records.filter(({ offset }) => offset > held && offset < until));
      if (batch.records.at(-1)!.offset + 1n < until) return [];
      const rest = records.filter(({ offset }) => offset >= until);
      const portions: Portion[] = [
        { batch: { ...batch, records: window.records }, sealed: true },
        { batch: { ...batch, records: rest }, sealed: false },
      ];
      return portions.filter((portion) => portion.batch.records.length > 0);
    },
    taken({ batch, sealed }) {
      const key = partitionKey(batch);
      next.set(key, batch.records.at(-1)!.offset + 1n);
      if (sealed) windows.delete(key);
    },
    holds: (partition) => (windows.get(partitionKey(partition))?.records.length ?? 0) > 0,
  };
}
