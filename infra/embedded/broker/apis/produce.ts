import type { Broker } from '../broker.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface ProduceRequest {
  transactionalId: string | null;
  acks: number;
  topics: { name: string; partitions: { index: number; records: Buffer | null }[] }[];
}

interface ProducedPartition {
  index: number;
  errorCode: ErrorCode;
  baseOffset: number;
  logStartOffset: number;
}

interface ProduceResponse {
  topics: { name: string; partitions: ProducedPartition[] }[];
}

export const produce = defineApi<ProduceRequest, ProduceResponse>({
  key: 0,
  name: 'Produce',
  // From 3 on: before, messages had the older formats.
  minVersion: 3,
  maxVersion: 7,

  decode(reader) {
    const transactionalId = reader.nullableString();
    const acks = reader.int16();
    reader.int32(); // How long to wait for other replicas; there are none.
    const topics = reader.array(() => ({
      name: reader.string(),
      partitions: reader.array(() => ({ index: reader.int32(), records: reader.nullableBytes() })),
    }));
    return { transactionalId, acks, topics };
  },

  async handle({ transactionalId, acks, topics }, { broker }) {
    if (transactionalId !== null) {
      throw new ProtocolError(
        errorCodes.transactionalIdAuthorizationFailed,
        'transactions are not supported',
      );
    }
    if (acks < -1 || acks > 1) throw new ProtocolError(errorCodes.invalidRequiredAcks, 'acks are -1, 0 or 1');
    const durable: Promise<void>[] = [];
    const answers = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, records }) => {
        return append(
          broker,
          broker.topics.getOrCreateKnown(name)?.partitions[index],
          index,
          records,
          durable,
        );
      }),
    }));
    await Promise.all(durable);
    return acks === 0 ? undefined : { topics: answers };
  },

  refuse({ acks, topics }, errorCode) {
    if (acks === 0) return undefined;
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index }) => failed(index, errorCode)),
      })),
    };
  },

  encode(writer, { topics }, version) {
    writer.array(topics, ({ name, partitions }) => {
      writer.string(name).array(partitions, (partition) => {
        writer.int32(partition.index).int16(partition.errorCode).int64(partition.baseOffset);
        writer.int64(-1); // Append time: the log keeps the producer's times.
        if (version >= 5) writer.int64(partition.logStartOffset);
      });
    });
    writer.int32(0); // Throttle time.
  },
});

/** One partition's failure is its own; the others of the request are stored all the same. */
function append(
  broker: Broker,
  log: PartitionLog | undefined,
  index: number,
  records: Buffer | null,
  durable: Promise<void>[],
): ProducedPartition {
  if (!log) return failed(index, errorCodes.unknownTopicOrPartition);
  if (!records) return failed(index, errorCodes.corruptMessage);
  try {
    const appended = log.append(records);
    if (appended.durable) durable.push(appended.durable);
    const { baseOffset } = appended;
    return { index, errorCode: errorCodes.none, baseOffset, logStartOffset: log.startOffset };
  } catch (error) {
    if (error instanceof ProtocolError) return failed(index, error.code);
    broker.log.error({ err: error, partition: index }, 'appending failed');
    return failed(index, errorCodes.kafkaStorageError);
  }
}

function failed(index: number, errorCode: ErrorCode): ProducedPartition {
  return { index, errorCode, baseOffset: -1, logStartOffset: -1 };
}
