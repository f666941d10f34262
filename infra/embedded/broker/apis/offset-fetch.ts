import type { CommittedOffset, OffsetEntry } from '../groups/offset-file.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface OffsetFetchRequest {
  groupId: string;
  /** Null: all that the group has committed. */
  topics: { name: string; partitions: number[] }[] | null;
}

interface OffsetFetchResponse {
  errorCode: ErrorCode;
  topics: { name: string; partitions: { index: number; committed: CommittedOffset }[] }[];
}

/** For partitions without a commit: the client begins where its settings say. */
const NEVER_COMMITTED: CommittedOffset = { offset: -1, leaderEpoch: -1, metadata: '' };

export const offsetFetch = defineApi<OffsetFetchRequest, OffsetFetchResponse>({
  key: 9,
  name: 'OffsetFetch',
  // From 1 on: before, offsets were kept in ZooKeeper.
  minVersion: 1,
  maxVersion: 5,

  decode(reader, version) {
    const groupId = reader.string();
    const element = () => ({ name: reader.string(), partitions: reader.array(() => reader.int32()) });
    return { groupId, topics: version >= 2 ? reader.nullableArray(element) : reader.array(element) };
  },

  handle({ groupId, topics }, { broker }) {
    const wanted = topics ?? partitionsByTopic(broker.offsets.ofGroup(groupId));
    return {
      errorCode: errorCodes.none,
      topics: wanted.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((index) => {
          return { index, committed: broker.offsets.find(groupId, name, index) ?? NEVER_COMMITTED };
        }),
      })),
    };
  },

  refuse({ topics }, errorCode) {
    return {
      errorCode,
      topics: (topics ?? []).map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((index) => ({ index, committed: NEVER_COMMITTED })),
      })),
    };
  },

  encode(writer, { errorCode, topics }, version) {
    if (version >= 3) writer.int32(0); // Throttle time.
    writer.array(topics, ({ name, partitions }) => {
      writer.string(name).array(partitions, ({ index, committed }) => {
        writer.int32(index).int64(committed.offset);
        if (version >= 5) writer.int32(committed.leaderEpoch);
        writer.nullableString(committed.metadata).int16(errorCode);
      });
    });
    if (version >= 2) writer.int16(errorCode);
  },
});

function partitionsByTopic(entries: readonly OffsetEntry[]): { name: string; partitions: number[] }[] {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of entries) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic].map(([name, partitions]) => ({ name, partitions }));
}
