import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';
import { crc32c } from '../../../../../infra/embedded/crc32c.ts';

export interface BatchOptions {
  values?: readonly string[];
  /** One a record. */
  timestampsMs?: readonly number[];
  attributes?: number;
  producerId?: number;
  producerEpoch?: number;
  baseSequence?: number;
}

/** A record batch as a producer sends it. */
export function encodeBatch(options: BatchOptions = {}): Buffer {
  const {
    values = ['value'],
    attributes = 0,
    producerId = -1,
    producerEpoch = -1,
    baseSequence = -1,
  } = options;
  const timestampsMs = options.timestampsMs ?? values.map(() => 1_700_000_000_000);
  const records = values.map((value, i) => encodeRecord(value, i, timestampsMs[i]! - timestampsMs[0]!));
  const body = new Writer().int16(attributes).int32(values.length - 1);
  body.int64(timestampsMs[0]!).int64(Math.max(...timestampsMs));
  body.int64(producerId).int16(producerEpoch).int32(baseSequence).int32(values.length);
  for (const record of records) body.raw(record);
  return sealBatch(Buffer.concat(body.finish()));
}

/** Puts what stands before the attributes in front of them: length, format and CRC. */
function sealBatch(body: Buffer): Buffer {
  const head = new Writer().int64(0).int32(body.length + 9);
  head.int32(-1).int8(2).uint32(crc32c(body));
  return Buffer.concat([...head.finish(), body]);
}

/** The batch with one byte changed and, if wanted, the CRC made to fit again. */
export function tamper(batch: Buffer, at: number, byte: number, fixCrc = false): Buffer {
  const changed = Buffer.from(batch);
  changed[at] = byte;
  if (fixCrc) changed.writeUInt32BE(crc32c(changed, 21), 17);
  return changed;
}

function encodeRecord(value: string, offsetDelta: number, timestampDelta: number): Buffer {
  const bytes = Buffer.from(value);
  const rest = Buffer.concat([
    Buffer.from([0]),
    varint(timestampDelta),
    varint(offsetDelta),
    varint(-1),
    varint(bytes.length),
    bytes,
    varint(0),
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
