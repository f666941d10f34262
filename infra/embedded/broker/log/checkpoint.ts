import fs from 'node:fs';
import { crc32c } from '../../crc32c.ts';
import { Reader } from '../protocol/reader.ts';
import { Writer } from '../protocol/writer.ts';
import { Producers } from './producers.ts';
import { SparseIndex } from './sparse-index.ts';

/** Changes when the layout does; a checkpoint of another layout is ignored and the log scanned. */
const LAYOUT = 1;

/** What is known of a segment up to `bytes`, so that opening it needs to read only what comes after. */
export interface Checkpoint {
  bytes: number;
  nextOffset: number;
  maxTimestampMs: number;
  index: SparseIndex;
  /** The partition's producers as they were at that point. */
  producers: Producers;
}

export function encodeCheckpoint(checkpoint: Checkpoint): Buffer {
  const body = new Writer();
  body.int32(LAYOUT).int64(checkpoint.bytes).int64(checkpoint.nextOffset).int64(checkpoint.maxTimestampMs);
  checkpoint.index.encode(body);
  checkpoint.producers.encode(body);
  const bytes = Buffer.concat(body.finish());
  return Buffer.concat([...new Writer().uint32(crc32c(bytes)).finish(), bytes]);
}

/** Replaces the file in one step: a crash leaves the old one or the new one. */
export function writeCheckpoint(path: string, encoded: Buffer): void {
  fs.writeFileSync(`${path}.new`, encoded);
  fs.renameSync(`${path}.new`, path);
}

/** Undefined if there is none or if it cannot be trusted: then the segment is scanned. */
export function readCheckpoint(path: string, indexSpacingBytes: number): Checkpoint | undefined {
  let file: Buffer;
  try {
    file = fs.readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (file.length < 4 || file.readUInt32BE(0) !== crc32c(file, 4)) return undefined;
  const reader = new Reader(file.subarray(4));
  if (reader.int32() !== LAYOUT) return undefined;
  return {
    bytes: reader.int64(),
    nextOffset: reader.int64(),
    maxTimestampMs: reader.int64(),
    index: SparseIndex.decode(reader, indexSpacingBytes),
    producers: Producers.decode(reader),
  };
}
