import { crc32c } from '../../crc32c.ts';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import { writeInt64 } from '../protocol/writer.ts';

/** Bytes before the first record of a batch (record batch format, magic 2). */
export const BATCH_HEADER_BYTES = 61;
/** Base offset and length: what is not counted in the length. */
const PREFIX_BYTES = 12;
const CRC_AT = 17;
/** The CRC covers everything from the attributes on; offset and leader epoch may be changed without it. */
const ATTRIBUTES_AT = 21;
const COMPRESSION_MASK = 0x07;
const LAST_COMPRESSION = 4;
const TRANSACTIONAL_OR_CONTROL = 0x30;

export interface BatchHeader {
  baseOffset: number;
  /** Of the whole batch, its prefix included. */
  bytes: number;
  compressed: boolean;
  lastOffset: number;
  baseTimestampMs: number;
  maxTimestampMs: number;
  /** -1: the producer is not idempotent. */
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  recordCount: number;
}

/** The length that the batch at `at` states for itself; the buffer must hold its first 12 bytes. */
export function batchBytes(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at + 8) + PREFIX_BYTES;
}

/** The offset of the last record of the batch at `at`; the buffer must hold its first 27 bytes. */
export function batchLastOffset(buffer: Buffer, at: number): number {
  return readInt64(buffer, at) + buffer.readInt32BE(at + 23);
}

/** Reads the header of the batch at `at`; the buffer must hold it whole. */
export function readBatchHeader(buffer: Buffer, at = 0): BatchHeader {
  return {
    baseOffset: readInt64(buffer, at),
    bytes: batchBytes(buffer, at),
    compressed: (buffer.readInt16BE(at + ATTRIBUTES_AT) & COMPRESSION_MASK) !== 0,
    lastOffset: batchLastOffset(buffer, at),
    baseTimestampMs: readInt64(buffer, at + 27),
    maxTimestampMs: readInt64(buffer, at + 35),
    producerId: readInt64(buffer, at + 43),
    producerEpoch: buffer.readInt16BE(at + 51),
    baseSequence: buffer.readInt32BE(at + 53),
    recordCount: buffer.readInt32BE(at + 57),
  };
}

/** Whether the stored CRC of the batch that is `bytes` long and starts at `at` is that of its contents. */
export function batchIsIntact(buffer: Buffer, at: number, bytes: number): boolean {
  return buffer.readUInt32BE(at + CRC_AT) === crc32c(buffer, at + ATTRIBUTES_AT, at + bytes);
}

/**
 * Checks what a producer sent for a partition: exactly one batch, whole, in the current format.
 * The records inside are not read, so that compressed batches are taken without being unpacked.
 * Throws a {@link ProtocolError} with the code that Kafka gives for the same fault.
 */
export function validateProducedBatch(batch: Buffer, maxBytes: number): BatchHeader {
  const { corruptMessage, invalidRecord, messageTooLarge, unsupportedForMessageFormat } = errorCodes;
  if (batch.length < BATCH_HEADER_BYTES) throw new ProtocolError(corruptMessage, 'shorter than a batch');
  if (batch.length > maxBytes) throw new ProtocolError(messageTooLarge, `at most ${maxBytes} bytes a batch`);
  if (batch.readInt8(16) !== 2) throw new ProtocolError(unsupportedForMessageFormat, 'only magic 2 is taken');
  const header = readBatchHeader(batch);
  if (header.bytes > batch.length || header.bytes < BATCH_HEADER_BYTES) {
    throw new ProtocolError(corruptMessage, 'the length is not that of the batch');
  }
  if (header.bytes < batch.length) throw new ProtocolError(invalidRecord, 'more than one batch');
  if (!batchIsIntact(batch, 0, batch.length)) throw new ProtocolError(corruptMessage, 'the CRC differs');
  const attributes = batch.readInt16BE(ATTRIBUTES_AT);
  if ((attributes & COMPRESSION_MASK) > LAST_COMPRESSION) {
    throw new ProtocolError(errorCodes.unsupportedCompressionType, 'unknown compression');
  }
  if ((attributes & TRANSACTIONAL_OR_CONTROL) !== 0) {
    throw new ProtocolError(errorCodes.invalidRequest, 'transactions are not supported');
  }
  if (header.recordCount < 1 || batch.readInt32BE(23) !== header.recordCount - 1) {
    throw new ProtocolError(invalidRecord, 'record count and last offset do not agree');
  }
  return header;
}

/** Gives the batch its place in the log, in the buffer itself. The only leader there ever is has epoch 0. */
export function placeBatch(batch: Buffer, baseOffset: number): void {
  writeInt64(batch, baseOffset, 0);
  batch.writeInt32BE(0, PREFIX_BYTES);
}

function readInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 0x1_0000_0000 + buffer.readUInt32BE(at + 4);
}
