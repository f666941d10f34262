import { onTestFinished } from 'vitest';
import { BATCH_HEADER_BYTES, readBatchHeader } from '../../../../../infra/embedded/broker/log/batch.ts';
import { Flusher } from '../../../../../infra/embedded/broker/log/flusher.ts';
import { type LogLimits, PartitionLog } from '../../../../../infra/embedded/broker/log/partition-log.ts';
import { silentLog } from '../../../../../infra/embedded/broker/log.ts';

const LIMITS: LogLimits = {
  segmentBytes: 1 << 20,
  maxBatchBytes: 1 << 16,
  checkpointBytes: 1 << 20,
  indexSpacingBytes: 256,
};

export function testFlusher(): Flusher {
  const flusher = new Flusher('interval', 5, silentLog);
  onTestFinished(() => flusher.close());
  return flusher;
}

export function openLog(directory: string, limits: Partial<LogLimits> = {}): PartitionLog {
  return new PartitionLog(directory, { ...LIMITS, ...limits }, testFlusher(), silentLog);
}

/** The base offsets of the batches in what a log gave back, which must be whole ones. */
export function baseOffsets(bytes: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < BATCH_HEADER_BYTES) throw new Error('a batch is cut in its header');
    const header = readBatchHeader(bytes, at);
    offsets.push(header.baseOffset);
    at += header.bytes;
    if (at > bytes.length) throw new Error('a batch is cut');
  }
  return offsets;
}
