import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface ExpungeRequest {
  topic: string;
  partitions: { index: number; offsets: number[] }[];
}

interface ExpungeResponse {
  partitions: { index: number; errorCode: ErrorCode; expunged: number }[];
}

/**
 * Takes key, value and headers out of records, which stay in their places. Kafka has nothing of the kind, so the key is
 * one that it will not give away. `linewatch forget` asks for it where a broker declares it.
 */
export const expunge = defineApi<ExpungeRequest, ExpungeResponse>({
  key: 10_001,
  name: 'Expunge',
  minVersion: 0,
  maxVersion: 0,

  decode: (reader) => ({
    topic: reader.string(),
    partitions: reader.array(() => ({
      index: reader.int32(),
      offsets: reader.array(() => reader.int64()),
    })),
  }),

  handle: ({ topic, partitions }, { broker }) => ({
    partitions: partitions.map(({ index, offsets }) => {
      const log = broker.topics.partition(topic, index);
      if (!log) return { index, errorCode: errorCodes.unknownTopicOrPartition, expunged: 0 };
      return { index, errorCode: errorCodes.none, expunged: log.expunge(new Set(offsets)) };
    }),
  }),

  refuse: ({ partitions }, errorCode) => ({
    partitions: partitions.map(({ index }) => ({ index, errorCode, expunged: 0 })),
  }),

  encode(writer, { partitions }) {
    writer.array(partitions, ({ index, errorCode, expunged }) =>
      writer.int32(index).int16(errorCode).int32(expunged),
    );
  },
});
