import { TOPICS } from '../../schemas/index.ts';
import type { DeadLetter } from '../../schemas/types.ts';
import type { KeyedValue } from '../lib/kafka/producer.ts';
import type { DeadRecord } from './block.ts';

/** Most bytes of an original in one letter: with what is added it stays below Kafka's default of 1 MiB. */
const MAX_LETTER_BYTES = 800_000;

/**
 * The letters that hold a record as it came. A value that does not fit into one is spread over several, in order;
 * key and headers are with the first. Letters are keyed by origin: those of one record are in one partition.
 *
 * Key and headers together are below a broker's limit, or the record could not have been produced; of those that
 * come close to it, which leaves no room for the reason, the headers are given up and `detail` says so.
 */
export function deadLetters(dead: DeadRecord, failedAt: number): KeyedValue[] {
  const { record, topic, partition } = dead;
  let headers = [...record.headers];
  let { detail } = dead;
  if (sizeOf(record.key, headers) > MAX_LETTER_BYTES) {
    headers = [];
    detail += '; the headers did not fit';
  }
  const values = cut(record.value, MAX_LETTER_BYTES - sizeOf(record.key, headers));
  return values.map((value, part) => {
    const letter: DeadLetter = {
      reason: dead.reason,
      stage: dead.stage,
      detail,
      topic,
      partition,
      offset: Number(record.offset),
      timestamp: record.timestamp,
      // Garbage may name an id that Avro's int does not hold.
      schema_id: dead.schemaId === null || dead.schemaId > 0x7fff_ffff ? null : dead.schemaId,
      failed_at: failedAt,
      key: part === 0 ? record.key : null,
      value,
      headers: part === 0 ? headers : [],
      part,
      parts: values.length,
    };
    return { topic: TOPICS.deadLetters, key: `${topic}/${partition}/${record.offset}`, value: letter };
  });
}

/** The first part may have less room than the others. */
function cut(value: Buffer | null, room: number): (Buffer | null)[] {
  const first = Math.max(0, room);
  if (value === null || value.length <= first) return [value];
  const parts = [value.subarray(0, first)];
  for (let from = first; from < value.length; from += MAX_LETTER_BYTES) {
    parts.push(value.subarray(from, from + MAX_LETTER_BYTES));
  }
  return parts;
}

function sizeOf(key: Buffer | null, headers: readonly { key: string; value: Buffer | null }[]): number {
  let bytes = key?.length ?? 0;
  for (const header of headers) bytes += header.key.length + (header.value?.length ?? 0) + 10;
  return bytes;
}
