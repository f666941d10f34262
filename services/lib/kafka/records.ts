import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import type { StreamBatch, StreamRecord } from '../event-stream.ts';

/** A batch of kafkajs as the port has it. */
export function toStreamBatch({ batch }: EachBatchPayload): StreamBatch {
  return {
    topic: batch.topic,
    partition: batch.partition,
    records: batch.messages.map(toRecord),
    endOffset: BigInt(batch.highWatermark),
  };
}

function toRecord(message: KafkaMessage): StreamRecord {
  return {
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: message.headers === undefined ? [] : toHeaders(message.headers),
  };
}

function toHeaders(headers: IHeaders): { key: string; value: Buffer | null }[] {
  return Object.entries(headers).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({
      key,
      value: one === undefined || one === null ? null : Buffer.from(one as Buffer),
    })),
  );
}
