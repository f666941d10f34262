/** A record as Kafka holds it. Offsets are bigint, payloads Buffers; no client's type leaks out of the port. */
export interface StreamRecord {
  offset: bigint;
  /** Kafka's own timestamp, UTC ms. */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: readonly { key: string; value: Buffer | null }[];
}

export interface StreamBatch {
  topic: string;
  partition: number;
  /** In offset order, at least one. */
  records: readonly StreamRecord[];
  /** The offset that the next record to be produced will get. */
  endOffset: bigint;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface PartitionOffset extends TopicPartition {
  /** The next offset to read. */
  offset: bigint;
}

/** What a consumer does with what the stream brings. */
export interface StreamHandler {
  /**
   * Takes a batch over. Resolving does not mean that it is stored: the handler commits when it is.
   * While it cannot take more it must call `heartbeat` now and then, or the group gives its partitions away.
   * A rejection restarts the consumer from the committed offsets.
   */
  onBatch(batch: StreamBatch, heartbeat: () => Promise<void>): Promise<void>;
  /**
   * The consumer owns these partitions from now on, perhaps none, and no others. Whatever was taken over and not
   * committed comes again. No call of `onBatch` is under way.
   */
  onAssigned(partitions: readonly TopicPartition[]): void;
}

/** Port: reads the partitions that a consumer group assigns to this process, each in order. */
export interface EventStream {
  /** Joins the group and reads until `close`. Resolves when it has started. */
  start(handler: StreamHandler): Promise<void>;
  /** Stores how far the group has come. Rejects when this consumer is no longer of the group's generation. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /**
   * UTC ms: what Kafka acknowledged before this time in the assigned partitions has been handed to `onBatch`,
   * but for partitions of which the last batch did not reach the end. Null before the first fetch.
   */
  handedOverUntil(): number | null;
  close(): Promise<void>;
}
