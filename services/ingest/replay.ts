import {
  type PartitionOffset,
  partitionKey,
  type StreamBatch,
  type StreamRecord,
  type TopicPartition,
} from '../lib/event-stream.ts';

/** Records to be taken over together, all of one partition. */
export interface Portion {
  batch: StreamBatch;
  /** A unit announced by whoever had the partition before: it ends here, and a unit of ours must end here too. */
  sealed: boolean;
}

/**
 * Cuts batches so that units that were announced, and may have been stored in part, are formed again with exactly
 * the records that they had. What it has given out is asked for again only if `taken` was not called.
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
