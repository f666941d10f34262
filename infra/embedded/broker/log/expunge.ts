import { crc32c } from '../../crc32c.ts';
import { BATCH_HEADER_BYTES, readBatchHeader } from './batch.ts';
import { readVarint } from './records.ts';
import { unpackRecords } from './unpack.ts';

const ATTRIBUTES_AT = 21;
const CRC_AT = 17;
const COMPRESSION_MASK = 0x07;
/** Base offset and length: what is not counted in the length. */
const PREFIX_BYTES = 12;

/** The header by which readers tell a record that was expunged from one that came without key and value. */
const EXPUNGED_HEADER = Buffer.from('linewatch-forgotten');

/**
 * The batch without key, value and headers of some of its records: offsets, times and number of records stay, so that
 * neither readers nor the log see a gap. It is no longer compressed. Null where none of these records is in it.
 */
export function expungeFromBatch(batch: Buffer, offsets: ReadonlySet<number>): Buffer | null {
  const { baseOffset, recordCount } = readBatchHeader(batch);
  const codec = batch.readInt16BE(ATTRIBUTES_AT) & COMPRESSION_MASK;
  let isMeant = false;
  for (let i = 0; i < recordCount && !isMeant; i++) isMeant = offsets.has(baseOffset + i);
  if (!isMeant) return null;
  const records = unpackRecords(codec, batch.subarray(BATCH_HEADER_BYTES));
  const kept: Buffer[] = [];
  let at = 0;
  for (let i = 0; i < recordCount; i++) {
    const length = readVarint(records, at);
    const end = length.end + length.value;
    // One byte of attributes stands between the length and the times.
    const timestampDelta = readVarint(records, length.end + 1);
    const offsetDelta = readVarint(records, timestampDelta.end);
    if (length.value <= 0 || end > records.length) throw new RangeError('a record is cut off');
    kept.push(
      offsets.has(baseOffset + offsetDelta.value)
        ? emptyRecord(timestampDelta.value, offsetDelta.value)
        : records.subarray(at, end),
    );
    at = end;
  }
  const header = Buffer.from(batch.subarray(0, BATCH_HEADER_BYTES));
  const whole = Buffer.concat([header, ...kept]);
  whole.writeInt16BE(batch.readInt16BE(ATTRIBUTES_AT) & ~COMPRESSION_MASK, ATTRIBUTES_AT);
  whole.writeInt32BE(whole.length - PREFIX_BYTES, 8);
  whole.writeUInt32BE(crc32c(whole, ATTRIBUTES_AT), CRC_AT);
  return whole;
}

function emptyRecord(timestampDelta: number, offsetDelta: number): Buffer {
  const rest = Buffer.concat([
    Buffer.from([0]),
    varint(timestampDelta),
    varint(offsetDelta),
    varint(-1),
    varint(-1),
    varint(1),
    varint(EXPUNGED_HEADER.length),
    EXPUNGED_HEADER,
    varint(-1),
  ]);
  return Buffer.concat([varint(rest.length), rest]);
}

function varint(value: number): Buffer {
  let encoded = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  while (encoded > 0x7fn) {
    bytes.push(Number(encoded & 0x7fn) | 0x80);
    encoded >>= 7n;
  }
  return Buffer.from([...bytes, Number(encoded)]);
}
