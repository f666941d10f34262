import type { Broker } from '../broker.ts';
import type { OffsetEntry } from '../groups/offset-file.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface OffsetCommitRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  topics: {
    name: string;
    partitions: { index: number; offset: number; leaderEpoch: number; metadata: string | null }[];
  }[];
}

interface OffsetCommitResponse {
  topics: { name: string; partitions: { index: number; errorCode: ErrorCode }[] }[];
}

/** As Kafka has it. */
const MAX_METADATA_BYTES = 4096;

export const offsetCommit = defineApi<OffsetCommitRequest, OffsetCommitResponse>({
  key: 8,
  name: 'OffsetCommit',
  // From 2 on: before, offsets were kept in ZooKeeper or had times of their own.
  minVersion: 2,
  maxVersion: 7,

  decode(reader, version) {
    const groupId = reader.string();
    const generationId = reader.int32();
    const memberId = reader.string();
    if (version >= 7) reader.nullableString(); // Group instance id: static members are treated as others.
    if (version <= 4) reader.int64(); // Retention time: offsets are kept as long as their topic.
    const topics = reader.array(() => ({
      name: reader.string(),
      partitions: reader.array(() => ({
        index: reader.int32(),
        offset: reader.int64(),
        leaderEpoch: version >= 6 ? reader.int32() : -1,
        metadata: reader.nullableString(),
      })),
    }));
    return { groupId, generationId, memberId, topics };
  },

  async handle({ groupId, generationId, memberId, topics }, { broker }) {
    broker.groups.forCommit(groupId, generationId).checkCommit(memberId, generationId);
    const accepted: OffsetEntry[] = [];
    const answers = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, ...committed }) => {
        const errorCode = faultOf(broker, name, index, committed.metadata);
        if (errorCode === errorCodes.none) {
          accepted.push({ group: groupId, topic: name, partition: index, committed });
        }
        return { index, errorCode };
      }),
    }));
    await broker.offsets.store(accepted);
    return { topics: answers };
  },

  refuse({ topics }, errorCode) {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index }) => ({ index, errorCode })),
      })),
    };
  },

  encode(writer, { topics }, version) {
    if (version >= 3) writer.int32(0); // Throttle time.
    writer.array(topics, ({ name, partitions }) => {
      writer.string(name).array(partitions, ({ index, errorCode }) => writer.int32(index).int16(errorCode));
    });
  },
});

function faultOf(broker: Broker, topic: string, partition: number, metadata: string | null): ErrorCode {
  if (!broker.topics.partition(topic, partition)) return errorCodes.unknownTopicOrPartition;
  if (Buffer.byteLength(metadata ?? '') > MAX_METADATA_BYTES) return errorCodes.offsetMetadataTooLarge;
  return errorCodes.none;
}
