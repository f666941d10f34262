import { BATCH_HEADER_BYTES, type BatchHeader, readBatchHeader } from './batch.ts';

export interface FoundRecord {
  offset: number;
  timestampMs: number;
}

/**
 * The first record of the batch that is as young as `timestampMs` or younger.
 * A compressed batch is not unpacked: its first offset is given, so that a reader who starts there misses nothing.
 */
export function firstRecordFrom(batch: Buffer, timestampMs: number): FoundRecord | undefined {
  const header = readBatchHeader(batch);
  if (header.compressed) return { offset: header.baseOffset, timestampMs: header.baseTimestampMs };
  let at = BATCH_HEADER_BYTES;
  for (let i = 0; i < header.recordCount && at < batch.length; i++) {
    const length = readVarint(batch, at);
    // One byte of attributes stands between the length and the times.
    const timestampDelta = readVarint(batch, length.end + 1);
    const offsetDelta = readVarint(batch, timestampDelta.end);
    const found = recordAt(header, offsetDelta.value, timestampDelta.value);
    if (found.timestampMs >= timestampMs) return found;
    if (length.value <= 0) return undefined;
    at = length.end + length.value;
  }
  return undefined;
}

function recordAt(header: BatchHeader, offsetDelta: number, timestampDelta: number): FoundRecord {
  return { offset: header.baseOffset + offsetDelta, timestampMs: header.baseTimestampMs + timestampDelta };
}

/** A zigzag variable-length integer. Beyond the end of the batch it reads zeros: contents are the producer's. */
export function readVarint(buffer: Buffer, at: number): { value: number; end: number } {
  let encoded = 0;
  let scale = 1;
  let end = at;
  for (let more = true; more && end < at + 10; end++) {
    const byte = buffer[end] ?? 0;
    encoded += (byte & 0x7f) * scale;
    scale *= 128;
    more = (byte & 0x80) !== 0;
  }
  return { value: encoded % 2 === 0 ? encoded / 2 : -(encoded + 1) / 2, end };
}
