import fs from 'node:fs';
import path from 'node:path';
import { AppendFile } from './append-file.ts';
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  batchLastOffset,
  readBatchHeader,
  storedBatchBytes,
} from './batch.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type FoundRecord, firstRecordFrom } from './records.ts';
import { SparseIndex } from './sparse-index.ts';

const LOG_SUFFIX = '.log';
const CHECKPOINT_SUFFIX = '.checkpoint';
/** Wide enough for every offset, so that file names sort as offsets do. */
const OFFSET_DIGITS = 20;

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
    const stem = path.join(directory, String(baseOffset).padStart(OFFSET_DIGITS, '0'));
    this.baseOffset = baseOffset;
    this.file = new AppendFile(stem + LOG_SUFFIX);
    this.checkpointPath = stem + CHECKPOINT_SUFFIX;
    this.#index = new SparseIndex(indexSpacingBytes);
    this.#nextOffset = baseOffset;
  }

  /** The base offsets of the segments in a folder, in order. */
  static list(directory: string): number[] {
    return fs
      .readdirSync(directory)
      .filter((name) => name.endsWith(LOG_SUFFIX))
      .map((name) => Number(name.slice(0, -LOG_SUFFIX.length)))
      .sort((a, b) => a - b);
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
    this.#index.add(header.baseOffset, position, this.#maxTimestampMs);
    this.#nextOffset = header.lastOffset + 1;
    this.#maxTimestampMs = Math.max(this.#maxTimestampMs, header.maxTimestampMs);
  }

  /**
   * Whole batches from the one that holds `offset` on, up to `maxBytes` together.
   * With `atLeastOne` the first is given even if it is larger, since a consumer could never pass it otherwise.
   */
  read(offset: number, maxBytes: number, atLeastOne: boolean): Buffer {
    if (maxBytes <= 0 && !atLeastOne) return Buffer.alloc(0);
    const position = this.#locate(offset);
    const chunk = this.file.read(position, Math.max(maxBytes, atLeastOne ? BATCH_HEADER_BYTES : 0));
    let end = 0;
    while (chunk.length - end >= BATCH_HEADER_BYTES && end + storedBatchBytes(chunk, end) <= chunk.length) {
      end += storedBatchBytes(chunk, end);
    }
    if (end > 0 || !atLeastOne || chunk.length < BATCH_HEADER_BYTES) return chunk.subarray(0, end);
    return this.file.read(position, storedBatchBytes(chunk, 0));
  }

  /** The first record that is as young as `timestampMs` or younger. */
  findTime(timestampMs: number): FoundRecord | undefined {
    let position = this.#index.positionOfTime(timestampMs);
    while (this.file.size - position >= BATCH_HEADER_BYTES) {
      const header = this.file.read(position, BATCH_HEADER_BYTES);
      const bytes = storedBatchBytes(header, 0);
      if (readBatchHeader(header).maxTimestampMs >= timestampMs) {
        const found = firstRecordFrom(this.file.read(position, bytes), timestampMs);
        if (found) return found;
      }
      position += bytes;
    }
    return undefined;
  }

  /** Removes the files at once; the handle is released when the disk is done with it. */
  async delete(): Promise<void> {
    this.deleted = true;
    fs.rmSync(this.file.path, { force: true });
    fs.rmSync(this.checkpointPath, { force: true });
    await this.file.close();
  }

  /** Where the batch that holds `offset` starts: near the index's entry before it. */
  #locate(offset: number): number {
    const start = this.#index.positionOf(offset);
    const chunk = this.file.read(start, this.#index.spacingBytes + BATCH_HEADER_BYTES);
    let at = 0;
    while (chunk.length - at >= BATCH_HEADER_BYTES && batchLastOffset(chunk, at) < offset) {
      at += storedBatchBytes(chunk, at);
    }
    return start + at;
  }
}
