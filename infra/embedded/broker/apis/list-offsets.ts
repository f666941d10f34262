import type { PartitionLog } from '../log/partition-log.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface ListOffsetsRequest {
  topics: { name: string; partitions: { index: number; timestampMs: number }[] }[];
}

interface ListedOffset {
  index: number;
  errorCode: ErrorCode;
  timestampMs: number;
  offset: number;
}

interface ListOffsetsResponse {
  topics: { name: string; partitions: ListedOffset[] }[];
}

const LATEST = -1;
const EARLIEST = -2;
const NOTHING_FOUND = { timestampMs: -1, offset: -1 };

export const listOffsets = defineApi<ListOffsetsRequest, ListOffsetsResponse>({
  key: 2,
  name: 'ListOffsets',
  minVersion: 1,
  maxVersion: 3,

  decode(reader, version) {
    reader.int32(); // Replica id.
    if (version >= 2) reader.int8(); // Isolation level.
    const topics = reader.array(() => ({
      name: reader.string(),
      partitions: reader.array(() => ({ index: reader.int32(), timestampMs: reader.int64() })),
    }));
    return { topics };
  },

  handle({ topics }, { broker }) {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index, timestampMs }) => {
          const log = broker.topics.partition(name, index);
          if (!log) return { index, errorCode: errorCodes.unknownTopicOrPartition, ...NOTHING_FOUND };
          return { index, errorCode: errorCodes.none, ...look(log, timestampMs) };
        }),
      })),
    };
  },

  refuse({ topics }, errorCode) {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index }) => ({ index, errorCode, ...NOTHING_FOUND })),
      })),
    };
  },

  encode(writer, { topics }, version) {
    if (version >= 2) writer.int32(0); // Throttle time.
    writer.array(topics, ({ name, partitions }) => {
      writer.string(name).array(partitions, ({ index, errorCode, timestampMs, offset }) => {
        writer.int32(index).int16(errorCode).int64(timestampMs).int64(offset);
      });
    });
  },
});

function look(log: PartitionLog, timestampMs: number): { timestampMs: number; offset: number } {
  if (timestampMs === LATEST) return { timestampMs: -1, offset: log.endOffset };
  if (timestampMs === EARLIEST) return { timestampMs: -1, offset: log.startOffset };
  return log.findTime(timestampMs) ?? NOTHING_FOUND;
}
