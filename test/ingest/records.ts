import type { StreamBatch, StreamRecord } from '../../services/lib/event-stream.ts';

/** A record at an offset; its value is the text, or null. */
export function recordAt(offset: number, value: Buffer | string | null = `value ${offset}`): StreamRecord {
  return {
    offset: BigInt(offset),
    timestamp: 1_700_000_000_000 + offset,
    key: Buffer.from('key'),
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: [],
  };
}

/** Records from one offset up to, not including, another. */
export function batchOf(from: number, to: number, partition = 0, topic = 'contact.tickets'): StreamBatch {
  const records = Array.from({ length: to - from }, (_, i) => recordAt(from + i));
  return { topic, partition, records, endOffset: BigInt(to) };
}
