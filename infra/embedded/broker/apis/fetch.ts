import type { Broker } from '../broker.ts';
import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import { defineApi, type RequestContext } from './api.ts';
import { waitForBytes } from './long-poll.ts';

interface FetchRequest {
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  topics: { name: string; partitions: { index: number; offset: number; maxBytes: number }[] }[];
}

interface FetchedPartition {
  index: number;
  errorCode: ErrorCode;
  endOffset: number;
  startOffset: number;
  records: Buffer;
}

interface FetchResponse {
  errorCode: ErrorCode;
  topics: { name: string; partitions: FetchedPartition[] }[];
}

const NO_RECORDS = Buffer.alloc(0);

export const fetch = defineApi<FetchRequest, FetchResponse>({
  key: 1,
  name: 'Fetch',
  // From 4 on: before, messages had the older formats.
  minVersion: 4,
  maxVersion: 11,

  decode(reader, version) {
    reader.int32(); // Replica id: a consumer's is -1, and there are no replicas.
    const maxWaitMs = reader.int32();
    const minBytes = reader.int32();
    const maxBytes = reader.int32();
    reader.int8(); // Isolation level: without transactions both are the same.
    if (version >= 7) {
      // Session id and epoch: every fetch is answered in full, which clients must accept.
      reader.int32();
      reader.int32();
    }
    const topics = reader.array(() => ({
      name: reader.string(),
      partitions: reader.array(() => {
        const index = reader.int32();
        if (version >= 9) reader.int32(); // Leader epoch: there is but one.
        const offset = reader.int64();
        if (version >= 5) reader.int64(); // Log start of a replica.
        return { index, offset, maxBytes: reader.int32() };
      }),
    }));
    return { maxWaitMs, minBytes, maxBytes, topics };
  },

  async handle(request, context) {
    const deadlineMs = performance.now() + request.maxWaitMs;
    for (;;) {
      const { response, bytes, failed } = readAll(request, context.broker);
      const leftMs = deadlineMs - performance.now();
      const missing = Math.min(request.minBytes, request.maxBytes) - bytes;
      if (failed || missing <= 0 || leftMs <= 0 || context.signal.aborted) return response;
      await waitForBytes(logsOf(request, context), missing, leftMs, context.signal);
    }
  },

  refuse({ topics }, errorCode) {
    return {
      errorCode,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index }) => failedPartition(index, errorCode)),
      })),
    };
  },

  encode(writer, { errorCode, topics }, version) {
    writer.int32(0); // Throttle time.
    if (version >= 7) writer.int16(errorCode).int32(0); // Session id 0: no session.
    writer.array(topics, ({ name, partitions }) => {
      writer.string(name).array(partitions, (partition) => {
        writer.int32(partition.index).int16(partition.errorCode);
        // All that is stored is stable: there are no transactions under way, nor aborted ones.
        writer.int64(partition.endOffset).int64(partition.endOffset);
        if (version >= 5) writer.int64(partition.startOffset);
        writer.int32(0);
        if (version >= 11) writer.int32(-1); // No better replica to read from.
        writer.bytes(partition.records);
      });
    });
  },
});

/** Reads what there is, partition by partition in the order asked for, until `maxBytes` are together. */
function readAll(request: FetchRequest, broker: Broker) {
  const maxBytes = Math.min(request.maxBytes, broker.limits.maxFetchBytes);
  let bytes = 0;
  let failed = false;
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ index, offset, maxBytes: partitionMaxBytes }): FetchedPartition => {
      const log = broker.topics.partition(name, index);
      const limit = Math.min(partitionMaxBytes, maxBytes - bytes);
      try {
        if (!log) throw new ProtocolError(errorCodes.unknownTopicOrPartition, 'no such partition');
        const records = log.read(offset, limit, bytes === 0);
        bytes += records.length;
        const { startOffset, endOffset } = log;
        return { index, errorCode: errorCodes.none, endOffset, startOffset, records };
      } catch (error) {
        failed = true;
        if (error instanceof ProtocolError) return failedPartition(index, error.code);
        broker.log.error({ err: error, topic: name, partition: index }, 'reading failed');
        return failedPartition(index, errorCodes.kafkaStorageError);
      }
    }),
  }));
  return { response: { errorCode: errorCodes.none, topics }, bytes, failed };
}

function logsOf(request: FetchRequest, { broker }: RequestContext) {
  return request.topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ index }) => broker.topics.partition(name, index) ?? []),
  );
}

function failedPartition(index: number, errorCode: ErrorCode): FetchedPartition {
  return { index, errorCode, endOffset: -1, startOffset: -1, records: NO_RECORDS };
}
