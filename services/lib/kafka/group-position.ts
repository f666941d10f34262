import type { Admin } from 'kafkajs';
import { type PartitionOffset, partitionKey, type TopicPartition } from '../event-stream.ts';
import { readCommitted, readLimits } from './offsets.ts';

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
  const positions: GroupPosition[] = [];
  for (const topic of topics) {
    const committed = await readCommitted(admin, groupId, topic);
    const limits = new Map((await readLimits(admin, topic)).map((one) => [one.partition, one]));
    for (const { partition, offset, metadata } of committed) {
      const limit = limits.get(partition);
      if (limit === undefined || !wanted.has(partitionKey({ topic, partition }))) continue;
      const { low, high } = limit;
      positions.push({
        topic,
        partition,
        offset: offset >= 0n ? offset : low,
        announced: metadata !== null && /^\d+$/.test(metadata) ? BigInt(metadata) : null,
        low,
        high,
      });
    }
  }
  return positions;
}
