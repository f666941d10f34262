import fs from 'node:fs';
import path from 'node:path';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import { AppendFile } from './append-file.ts';
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  batchBytes,
  batchIsIntact,
  batchLastOffset,
  readBatchHeader,
} from './batch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { expungeFromBatch } from './expunge.ts';
import { type FoundRecord, firstRecordFrom } from './records.ts';
import { scanBatches } from './scan.ts';
import { SparseIndex } from './sparse-index.ts';

const FILE_NAME = /^(\d{20})\.(?:log|checkpoint)$/;
/** Ends the name of a segment that is being written anew. */
const REWRITTEN = '.rewritten';
/** Wide enough for every offset, so that file names sort as offsets do. */
const OFFSET_DIGITS = 20;

const digitsOf = (offset: number): string => String(offset).padStart(OFFSET_DIGITS, '0');

/** A batch is not what was stored: its bytes have changed on the disk. */
export class DamagedBatch extends ProtocolError {
  readonly file: string;
  readonly position: number;
  readonly offset: number;

  constructor(file: string, position: number, offset: number) {
    super(errorCodes.kafkaStorageError, `the batch of offset ${offset} is damaged`);
    this.file = file;
    this.position = position;
    this.offset = offset;
  }
}

/** One file of a partition's log: batches one after another, the first at the offset that names the file. */
export class Segment {
  readonly baseOffset: number;
  readonly file: AppendFile;
  readonly checkpointPath: string;
  /** Up to where the newest checkpoint reaches, or one that is being written. */
  checkpointedBytes = 0;
  deleted = false;
  #index: SparseIndex;
  #nextOffset: number;
  #maxTimestampMs = -1;

  constructor(directory: string, baseOffset: number, indexSpacingBytes: number) {
    this.baseOffset = baseOffset;
    this.file = new AppendFile(Segment.fileNameOf(directory, baseOffset));
    this.checkpointPath = Segment.checkpointNameOf(directory, baseOffset);
    this.#index = new SparseIndex(indexSpacingBytes);
    this.#nextOffset = baseOffset;
  }

  static fileNameOf(directory: string, baseOffset: number): string {
    return path.join(directory, `${digitsOf(baseOffset)}.log`);
  }

  static checkpointNameOf(directory: string, baseOffset: number): string {
    return path.join(directory, `${digitsOf(baseOffset)}.checkpoint`);
  }

  /** Removes what a crash left of a segment that was being written anew. */
  static tidy(directory: string): void {
    for (const name of fs.readdirSync(directory))
      if (name.endsWith(REWRITTEN)) fs.rmSync(path.join(directory, name), { force: true });
  }

  /** The base offsets of the segments in a folder, in order; also of one whose log is lost, and its checkpoint not. */
  static list(directory: string): number[] {
    const names = fs.readdirSync(directory).map((name) => FILE_NAME.exec(name)?.[1]);
    const offsets = new Set(names.flatMap((digits) => (digits === undefined ? [] : Number(digits))));
    return [...offsets].sort((a, b) => a - b);
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  get maxTimestampMs(): number {
    return this.#maxTimestampMs;
  }

  get state(): Omit<Checkpoint, 'producers'> {
    return {
      bytes: this.file.size,
      nextOffset: this.#nextOffset,
      maxTimestampMs: this.#maxTimestampMs,
      index: this.#index,
    };
  }

  /** Takes over what a checkpoint knows of the front of this segment. */
  restore(checkpoint: Checkpoint): void {
    this.#index = checkpoint.index;
    this.#nextOffset = checkpoint.nextOffset;
    this.#maxTimestampMs = checkpoint.maxTimestampMs;
    this.checkpointedBytes = checkpoint.bytes;
  }

  append(batch: Buffer, header: BatchHeader): void {
    this.noteBatch(header, this.file.append(batch));
  }

  /** Takes note of a batch that stands at `position` of the file. */
  noteBatch(header: BatchHeader, position: number): void {
    // Behind damage nothing can be found by going from batch to batch.
    const isBehindDamage = header.baseOffset !== this.#nextOffset;
    this.#index.add(header.baseOffset, position, this.#maxTimestampMs, isBehindDamage);
    this.#nextOffset = header.lastOffset + 1;
    this.#maxTimestampMs = Math.max(this.#maxTimestampMs, header.maxTimestampMs);
  }

  /**
   * Whole batches from the one that holds `offset` on, up to `maxBytes` together.
   * With `atLeastOne` the first is given even if it is larger, since a consumer could never pass it otherwise.
   * Throws a {@link DamagedBatch} where the first is not what was stored; of later ones, the read ends before it.
   */
  read(offset: number, maxBytes: number, atLeastOne: boolean): Buffer {
    if (maxBytes <= 0 && !atLeastOne) return Buffer.alloc(0);
    try {
      return this.#readAt(this.#locate(offset), offset, maxBytes, atLeastOne);
    } catch (error) {
      // What is damaged may be what was passed on the way.
      const place = error instanceof DamagedBatch ? this.#search(offset) : undefined;
      if (place === undefined) throw error;
      return this.#readAt(place, offset, maxBytes, atLeastOne);
    }
  }

  #readAt(place: Place, offset: number, maxBytes: number, atLeastOne: boolean): Buffer {
    const { position } = place;
    let chunk = this.file.read(position, Math.max(maxBytes, BATCH_HEADER_BYTES));
    if (chunk.length < BATCH_HEADER_BYTES) throw new DamagedBatch(this.file.path, position, offset);
    const bytes = batchBytes(chunk, 0);
    if (bytes > chunk.length) {
      if (!atLeastOne && bytes > maxBytes) return Buffer.alloc(0);
      chunk = this.file.read(position, bytes);
      if (chunk.length < bytes) throw new DamagedBatch(this.file.path, position, offset);
    }
    return chunk.subarray(0, this.#intactBytes(chunk, place, offset));
  }

  /** How many bytes at the front of what stands at a place are whole batches as they were stored. */
  #intactBytes(chunk: Buffer, { position, baseOffset }: Place, offset: number): number {
    let expected = baseOffset;
    let end = 0;
    while (chunk.length - end >= BATCH_HEADER_BYTES) {
      const bytes = batchBytes(chunk, end);
      if (bytes >= BATCH_HEADER_BYTES && end + bytes > chunk.length) break;
      const header = readBatchHeader(chunk, end);
      // The CRC does not cover the offset.
      const isIntact =
        bytes >= BATCH_HEADER_BYTES && header.baseOffset === expected && batchIsIntact(chunk, end, bytes);
      if (!isIntact && end === 0) throw new DamagedBatch(this.file.path, position, offset);
      if (!isIntact) break;
      expected = header.lastOffset + 1;
      end += bytes;
    }
    return end;
  }

  /** The first record that is as young as `timestampMs` or younger. */
  findTime(timestampMs: number): FoundRecord | undefined {
    let position = this.#index.positionOfTime(timestampMs);
    let expected: number | undefined;
    while (this.file.size - position >= BATCH_HEADER_BYTES) {
      const header = readBatchHeader(this.file.read(position, BATCH_HEADER_BYTES));
      const { bytes, baseOffset, lastOffset, maxTimestampMs } = header;
      const damaged = () => new DamagedBatch(this.file.path, position, expected ?? baseOffset);
      if (bytes < BATCH_HEADER_BYTES || baseOffset !== (expected ?? baseOffset)) throw damaged();
      if (maxTimestampMs >= timestampMs) {
        const batch = this.file.read(position, bytes);
        if (batch.length < bytes || !batchIsIntact(batch, 0, bytes)) throw damaged();
        const found = firstRecordFrom(batch, timestampMs);
        if (found) return found;
      }
      expected = lastOffset + 1;
      position += bytes;
    }
    return undefined;
  }

  /**
   * The same segment without key, value and headers of some records, in the place of this one. What is damaged is taken
   * over as it is. This one's file is no longer the one of its name, and is the caller's to close.
   */
  withoutRecords(offsets: ReadonlySet<number>, directory: string, indexSpacingBytes: number): Segment {
    const pieces: Buffer[] = [];
    let taken = 0;
    scanBatches(this.file, 0, this.baseOffset, ({ bytes }, position) => {
      const batch = expungeFromBatch(this.file.read(position, bytes), offsets);
      if (batch === null) return false;
      pieces.push(this.file.read(taken, position - taken), batch);
      taken = position + bytes;
      return false;
    });
    pieces.push(this.file.read(taken, this.file.size - taken));
    this.deleted = true;
    const rewritten = `${this.file.path}${REWRITTEN}`;
    fs.writeFileSync(rewritten, Buffer.concat(pieces), { flush: true });
    // In this order: a checkpoint of the old file would lead astray in the new one.
    fs.rmSync(this.checkpointPath, { force: true });
    fs.renameSync(rewritten, this.file.path);
    const fresh = new Segment(directory, this.baseOffset, indexSpacingBytes);
    scanBatches(fresh.file, 0, this.baseOffset, (header, position) => {
      fresh.noteBatch(header, position);
      return false;
    });
    return fresh;
  }

  /** Removes the files at once; the handle is released when the disk is done with it. */
  async delete(): Promise<void> {
    this.deleted = true;
    // In this order: a checkpoint without its log tells of a loss.
    fs.rmSync(this.checkpointPath, { force: true });
    fs.rmSync(this.file.path, { force: true });
    await this.file.close();
  }

  /** Where the batch that holds `offset` starts: near the index's entry before it. */
  #locate(offset: number): Place {
    const start = this.#index.nearest(offset) ?? { offset: this.baseOffset, position: 0 };
    const chunk = this.file.read(start.position, this.#index.spacingBytes + BATCH_HEADER_BYTES);
    let at = 0;
    let baseOffset = start.offset;
    while (chunk.length - at >= BATCH_HEADER_BYTES) {
      const bytes = batchBytes(chunk, at);
      const next = baseOffset + batchLastOffset(chunk, at) - readBatchHeader(chunk, at).baseOffset + 1;
      // Whoever reads where no batch can be finds out that it is damaged.
      if (next > offset || next <= baseOffset || bytes < BATCH_HEADER_BYTES) break;
      baseOffset = next;
      at += bytes;
    }
    return { position: start.position + at, baseOffset };
  }

  /** The same by reading every batch on the way; undefined if it is not there as it was stored. */
  #search(offset: number): Place | undefined {
    const start = this.#index.nearest(offset) ?? { offset: this.baseOffset, position: 0 };
    let place: Place | undefined;
    scanBatches(this.file, start.position, start.offset, ({ baseOffset, lastOffset }, position) => {
      if (baseOffset <= offset && offset <= lastOffset) place = { position, baseOffset };
      return lastOffset >= offset;
    });
    return place;
  }
}

/** A batch in a segment. */
interface Place {
  position: number;
  /** The offset that it must have. */
  baseOffset: number;
}
