import type { Admin } from 'kafkajs';
import { expect, it } from 'vitest';
import { readGroupPositions } from '../../../services/lib/kafka/group-position.ts';
import { readLimits } from '../../../services/lib/kafka/offsets.ts';

/** Answers as kafkajs does whose picture of the topics was replaced by an older one. */
const forgetful = {
  fetchOffsets: async ({ topics }: { topics: string[] }) =>
    topics.map((topic) => ({ topic, partitions: [] })),
  fetchTopicOffsets: async () => [],
} as unknown as Admin;

it('a topic of which kafkajs names no partition is to be asked for again, not taken for an empty one', async () => {
  const refused = {
    code: 'KAFKA_UNAVAILABLE',
    message: 'Kafka names no partition of contact.chats',
    retriable: true,
  };
  await expect(readLimits(forgetful, 'contact.chats')).rejects.toMatchObject(refused);
  const asked = [{ topic: 'contact.chats', partition: 0 }];
  await expect(readGroupPositions(forgetful, 'g', asked)).rejects.toMatchObject(refused);
});
