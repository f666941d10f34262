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

/** Names a partition in maps. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** How far the group has come in a partition. */
export interface PartitionOffset extends TopicPartition {
  /** The next offset to read. */
  offset: bigint;
  /**
   * Kept with the offset and given to whoever the partition is assigned to next: the records from `offset` up to
   * this one are being stored together and may be stored in part. Null: nothing is.
   */
  announced: bigint | null;
}

/** Records that Kafka deleted before they were read: `from` up to, not including, `to`. */
export interface LostRange extends TopicPartition {
  from: bigint;
  to: bigint;
}

/** What a consumer does with what the stream brings. */
export interface StreamHandler {
  /**
   * Takes a batch over. Resolving does not mean that it is stored: the handler commits when it is.
   * While the handler cannot take more it must call `heartbeat` now and then, or the group gives its partitions to
   * another consumer. `heartbeat` rejects when the group has done so, and the handler must then reject too. The stream
   * brings a batch again that the handler rejected.
   */
  onBatch(batch: StreamBatch, heartbeat: () => Promise<void>): Promise<void>;
  /**
   * The consumer owns these partitions from now on, perhaps none, and no others. Whatever was taken over and not
   * committed comes again. Calls of `onBatch` that are still under way belong to the past and must reject.
   */
  onAssigned(partitions: readonly PartitionOffset[]): void;
  /** Told of each gap before the first batch behind it. */
  onLost(range: LostRange): void;
  /** The stream has ended and does not come back by itself, such as when access is refused. */
  onFailed(error: Error): void;
}

/** Port: reads the partitions that a consumer group assigns to this process, each in order and without a gap. */
export interface EventStream {
  /** Joins the group and reads until `close`. Resolves when it has started. */
  start(handler: StreamHandler): Promise<void>;
  /**
   * Stores how far the group has come. Rejects with `PARTITIONS_LOST` when the group has given this consumer's
   * partitions away, and with a retriable code while Kafka does not answer.
   */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /**
   * UTC ms: `onBatch` has been given every record that Kafka acknowledged before this time in the assigned partitions,
   * but for partitions whose last batch did not reach their end. Null before the first fetch.
   */
  handedOverUntil(): number | null;
  /** A code that says why nothing is read at the moment, or null. */
  waitingFor(): string | null;
  close(): Promise<void>;
}
