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

export interface PartitionOffset {
  topic: string;
  partition: number;
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
  /** The consumer owns other partitions now. Whatever was taken over and not committed comes again. */
  onRebalance(): void;
}

/** Port: reads the partitions that a consumer group assigns to this process, each in order. */
export interface EventStream {
  /** Joins the group and reads until `close`. Resolves when it has started. */
  start(handler: StreamHandler): Promise<void>;
  /** Stores how far the group has come. Rejects when this consumer is no longer of the group's generation. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  close(): Promise<void>;
}
