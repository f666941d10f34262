import type { Admin } from 'kafkajs';
import { type PartitionOffset, partitionKey, type TopicPartition } from '../event-stream.ts';

/** Where a group stands in a partition, and what Kafka still holds of it. */
export interface GroupPosition extends PartitionOffset {
  /** The first offset that Kafka still holds. */
  low: bigint;
  /** The offset that the next record to be produced will get. */
  high: bigint;
}

/**
 * Asks Kafka where a group stands in these partitions. A group that has committed nothing stands at the beginning.
 * Rejects while Kafka does not answer.
 */
export async function readGroupPositions(
  admin: Admin,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<GroupPosition[]> {
  const topics = [...new Set(partitions.map((one) => one.topic))];
  const wanted = new Set(partitions.map(partitionKey));
  const committed = await admin.fetchOffsets({ groupId, topics });
  const positions: GroupPosition[] = [];
  for (const { topic, partitions: offsets } of committed) {
    const limits = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, one]));
    for (const { partition, offset, metadata } of offsets) {
      const limit = limits.get(partition);
      if (limit === undefined || !wanted.has(partitionKey({ topic, partition }))) continue;
      const low = BigInt(limit.low);
      const known = BigInt(offset) >= 0n;
      positions.push({
        topic,
        partition,
        offset: known ? BigInt(offset) : low,
        announced: metadata !== null && /^\d+$/.test(metadata) ? BigInt(metadata) : null,
        low,
        high: BigInt(limit.high),
      });
    }
  }
  return positions;
}
