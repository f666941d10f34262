import type { Admin } from 'kafkajs';
import { LinewatchError } from '../errors.ts';

/*
 * Ask of one topic after another. kafkajs 2.2.4 keeps one picture of the topics a connection: asked of several at once,
 * in one call or in several, of a Kafka with more than one broker, an older answer may replace a newer one, and a topic
 * that the older one lacks has no partitions then. No error is raised (measured: 13 of 150 calls for four topics).
 */

/** The first offset that Kafka holds of each partition of a topic, and the one that its next record will get. */
export async function readLimits(
  admin: Admin,
  topic: string,
): Promise<{ partition: number; low: bigint; high: bigint }[]> {
  const limits = await admin.fetchTopicOffsets(topic);
  checkKnown(topic, limits);
  return limits.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
}

/** What a group has committed of each partition of a topic; an offset of -1: nothing. */
export async function readCommitted(
  admin: Admin,
  groupId: string,
  topic: string,
): Promise<{ partition: number; offset: bigint; metadata: string | null }[]> {
  const [answer] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = answer?.partitions ?? [];
  checkKnown(topic, committed);
  return committed.map((one) => ({ ...one, offset: BigInt(one.offset) }));
}

function checkKnown(topic: string, partitions: readonly unknown[]): void {
  if (partitions.length === 0)
    throw new LinewatchError('KAFKA_UNAVAILABLE', `Kafka names no partition of ${topic}`, {
      retriable: true,
    });
}
