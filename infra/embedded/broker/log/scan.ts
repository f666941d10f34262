import type { AppendFile } from './append-file.ts';
import { BATCH_HEADER_BYTES, type BatchHeader, batchBytes, batchIsIntact, readBatchHeader } from './batch.ts';

const CHUNK_BYTES = 1 << 20;
const LEADER_EPOCH_AT = 12;
const MAGIC_AT = 16;
const MAGIC = 2;

/** A place in a segment where no batch can be read, with intact ones behind it. */
export interface Damage {
  position: number;
  bytes: number;
  /** The records that are missing: from this offset on, up to the one before `nextOffset`. */
  offset: number;
  nextOffset: number;
}

export interface Scan {
  /** Where the last intact batch ends: what follows was torn by a crash in the middle of a write. */
  end: number;
  damages: Damage[];
}

/**
 * Goes through the batches of a file from `position` on and calls `visit` for each that is intact: its CRC is right,
 * and its offset, which the CRC does not cover, is the one that must come.
 *
 * @param offset of the first record at `position`
 * @param visit gives true where no more is wanted
 */
export function scanBatches(
  file: AppendFile,
  position: number,
  offset: number,
  visit: (header: BatchHeader, position: number) => boolean | undefined,
): Scan {
  const damages: Damage[] = [];
  let at = position;
  let expected = offset;
  for (;;) {
    for (const header of intactBatches(file, at, expected)) {
      const isEnough = visit(header, at) === true;
      at += header.bytes;
      if (isEnough) return { end: at, damages };
      expected = header.lastOffset + 1;
    }
    const found = at < file.size ? findIntact(file, at + 1, expected) : undefined;
    if (found === undefined) return { end: at, damages };
    const bytes = found.position - at;
    damages.push({ position: at, bytes, offset: expected, nextOffset: found.offset });
    at = found.position;
    expected = found.offset;
  }
}

/** The batches one behind the other, up to the first that is not intact. */
function* intactBatches(file: AppendFile, from: number, offset: number): Generator<BatchHeader> {
  let position = from;
  let expected = offset;
  let wanted = CHUNK_BYTES;
  while (file.size - position >= BATCH_HEADER_BYTES) {
    const chunk = file.read(position, wanted);
    wanted = CHUNK_BYTES;
    let at = 0;
    while (chunk.length - at >= BATCH_HEADER_BYTES) {
      const bytes = batchBytes(chunk, at);
      if (bytes < BATCH_HEADER_BYTES || position + at + bytes > file.size) return;
      if (at + bytes > chunk.length) {
        wanted = Math.max(CHUNK_BYTES, bytes);
        break;
      }
      const header = readBatchHeader(chunk, at);
      if (!batchIsIntact(chunk, at, bytes) || header.baseOffset !== expected) return;
      yield header;
      expected = header.lastOffset + 1;
      at += bytes;
    }
    position += at;
  }
}

/**
 * The next place from `from` on where an intact batch of later records than `offset` begins. No checksum covers its
 * offset, so the batch behind it must confirm it; where there is none, no more records may lie between than there are
 * bytes.
 */
function findIntact(
  file: AppendFile,
  from: number,
  offset: number,
): { position: number; offset: number } | undefined {
  for (let position = from; file.size - position >= BATCH_HEADER_BYTES; ) {
    const chunk = file.read(position, CHUNK_BYTES);
    const last = chunk.length - BATCH_HEADER_BYTES;
    for (let at = 0; at <= last; at++) {
      // What every batch of ours has, before more is looked at.
      if (chunk[at + MAGIC_AT] !== MAGIC || chunk.readInt32BE(at + LEADER_EPOCH_AT) !== 0) continue;
      const found = intactAt(file, position + at);
      if (found === undefined || found.baseOffset <= offset) continue;
      const behind = intactAt(file, position + at + found.bytes);
      const isConfirmed = behind
        ? behind.baseOffset === found.lastOffset + 1
        : found.baseOffset - offset <= position + at - from + 1;
      if (isConfirmed) return { position: position + at, offset: found.baseOffset };
    }
    position += last + 1;
  }
  return undefined;
}

function intactAt(file: AppendFile, position: number): BatchHeader | undefined {
  if (file.size - position < BATCH_HEADER_BYTES) return undefined;
  const bytes = batchBytes(file.read(position, BATCH_HEADER_BYTES), 0);
  if (bytes < BATCH_HEADER_BYTES || position + bytes > file.size) return undefined;
  const batch = file.read(position, bytes);
  const header = readBatchHeader(batch);
  const isWhole = header.lastOffset - header.baseOffset === header.recordCount - 1;
  return isWhole && batchIsIntact(batch, 0, bytes) ? header : undefined;
}
