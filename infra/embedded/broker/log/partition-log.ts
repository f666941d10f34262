import fs from 'node:fs';
import type { Log } from '../log.ts';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import { placeBatch, validateProducedBatch } from './batch.ts';
import { encodeCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Flusher } from './flusher.ts';
import type { Producers } from './producers.ts';
import type { FoundRecord } from './records.ts';
import { recoverSegments } from './recover.ts';
import { DamagedBatch, Segment } from './segment.ts';

export interface LogLimits {
  /** A segment is closed and the next begun before it grows beyond this. */
  segmentBytes: number;
  maxBatchBytes: number;
  /** At most so many bytes are read again to open the log after a crash. */
  checkpointBytes: number;
  indexSpacingBytes: number;
}

/** How much a partition keeps; null: no such limit. The newest records may go only by age. */
export interface Retention {
  bytes: number | null;
  ms: number | null;
}

export interface Appended {
  baseOffset: number;
  /** If present, to be awaited before the batch is acknowledged. */
  durable: Promise<void> | undefined;
}

/** Called with the number of bytes that were appended, or with infinity when the log is gone. */
type AppendListener = (bytes: number) => void;

/** The log of one partition: segments in a folder of its own. */
export class PartitionLog {
  readonly #directory: string;
  readonly #limits: LogLimits;
  readonly #flusher: Flusher;
  readonly #log: Log;
  readonly #segments: Segment[];
  readonly #producers: Producers;
  readonly #listeners = new Set<AppendListener>();
  readonly #pending = new Set<Promise<void>>();
  /** Where damage was found and told. */
  readonly #damaged = new Set<string>();

  /** Opens the log in `directory`, creating it if need be and cutting what a crash left unfinished. */
  constructor(directory: string, limits: LogLimits, flusher: Flusher, log: Log) {
    this.#directory = directory;
    this.#limits = limits;
    this.#flusher = flusher;
    this.#log = log;
    fs.mkdirSync(directory, { recursive: true });
    const { segments, producers } = recoverSegments(directory, limits.indexSpacingBytes, log);
    this.#segments = segments;
    this.#producers = producers;
  }

  get startOffset(): number {
    return this.#segments[0]!.baseOffset;
  }

  /** The offset that the next record will get. */
  get endOffset(): number {
    return this.#active.nextOffset;
  }

  /**
   * Appends what a producer sent, giving the batch its offsets in its own bytes.
   * A repeated batch of an idempotent producer is not stored again: its first place is given.
   * Throws a {@link ProtocolError}; then nothing is stored.
   */
  append(batch: Buffer): Appended {
    const sent = validateProducedBatch(batch, this.#limits.maxBatchBytes);
    const duplicateOf = this.#producers.findDuplicate(sent);
    if (duplicateOf !== undefined) {
      return { baseOffset: duplicateOf, durable: this.#flusher.appended(this.#active.file) };
    }
    const size = this.#active.file.size;
    if (size > 0 && size + batch.length > this.#limits.segmentBytes) this.#roll();
    const active = this.#active;
    const baseOffset = active.nextOffset;
    placeBatch(batch, baseOffset);
    active.append(batch, { ...sent, baseOffset, lastOffset: baseOffset + sent.recordCount - 1 });
    this.#producers.record(sent, baseOffset);
    if (active.file.size - active.checkpointedBytes >= this.#limits.checkpointBytes) this.#checkpoint(active);
    const durable = this.#flusher.appended(active.file);
    for (const listener of this.#listeners) listener(batch.length);
    return { baseOffset, durable };
  }

  /** Whole batches from `offset` on, see {@link Segment.read}. Throws OFFSET_OUT_OF_RANGE. */
  read(offset: number, maxBytes: number, atLeastOne: boolean): Buffer {
    if (offset < this.startOffset || offset > this.endOffset) {
      throw new ProtocolError(errorCodes.offsetOutOfRange, `not in ${this.startOffset} to ${this.endOffset}`);
    }
    const index = this.#segments.findLastIndex((it) => it.baseOffset <= offset);
    // Where damage was cut off in the middle of the log, reading goes on behind the gap.
    const segment = this.#segments.slice(index).find((it) => offset < it.nextOffset);
    try {
      return segment?.read(offset, maxBytes, atLeastOne) ?? Buffer.alloc(0);
    } catch (error) {
      if (error instanceof DamagedBatch) this.#sayDamaged(error);
      throw error;
    }
  }

  /**
   * Goes on with `offset`, if the log has not come as far: it was as far once, and no offset may be given twice.
   * Returns whether that was so.
   */
  skipTo(offset: number): boolean {
    if (offset <= this.endOffset) return false;
    this.#segments.push(new Segment(this.#directory, offset, this.#limits.indexSpacingBytes));
    this.#flusher.created(this.#directory);
    // Without a record, the log begins there too.
    if (this.#segments[0]!.nextOffset === this.startOffset) this.#drop(this.#segments.shift()!);
    return true;
  }

  /** The first record that is as young as `timestampMs` or younger. */
  findTime(timestampMs: number): FoundRecord | undefined {
    for (const segment of this.#segments) {
      const found = segment.maxTimestampMs >= timestampMs ? segment.findTime(timestampMs) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** Calls `listener` on every append, until the returned function is called. */
  onAppend(listener: AppendListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Deletes the oldest segments that `retention` no longer asks for; `nowMs` is what ages are measured by. */
  applyRetention(retention: Retention, nowMs: number): void {
    const expired = (it: Segment) =>
      retention.ms !== null && it.maxTimestampMs >= 0 && it.maxTimestampMs < nowMs - retention.ms;
    let bytes = this.#segments.reduce((sum, it) => sum + it.file.size, 0);
    const beyondSize = (it: Segment) => retention.bytes !== null && bytes - it.file.size >= retention.bytes;
    for (;;) {
      const oldest = this.#segments[0]!;
      const isActive = oldest === this.#active;
      if (!expired(oldest) && (isActive || !beyondSize(oldest))) return;
      // The active segment goes only by age, and leaves an empty one that keeps the next offset.
      if (isActive) this.#roll();
      bytes -= oldest.file.size;
      this.#segments.shift();
      this.#drop(oldest);
      this.#log.info({ directory: this.#directory, startOffset: this.startOffset }, 'old segment deleted');
    }
  }

  /**
   * Takes key, value and headers out of these records, on the disk too, and gives of how many that are still there.
   * Offsets, times and everything else stay. Segments that hold some are written anew and replaced in one step each, while
   * nothing is appended: a crash leaves the old one or the new one.
   */
  expunge(offsets: ReadonlySet<number>): number {
    let expunged = 0;
    this.#segments.forEach((segment, index) => {
      const meant = new Set([...offsets].filter((it) => it >= segment.baseOffset && it < segment.nextOffset));
      if (meant.size === 0) return;
      const producers = this.#producersAtEndOf(segment);
      const fresh = segment.withoutRecords(meant, this.#directory, this.#limits.indexSpacingBytes);
      this.#segments[index] = fresh;
      this.#flusher.created(this.#directory);
      if (producers !== undefined) this.#checkpoint(fresh, producers);
      this.#track(this.#release(segment));
      expunged += meant.size;
    });
    return expunged;
  }

  /** Flushes, remembers what makes the next opening fast, and releases the files. */
  async close(): Promise<void> {
    this.#checkpoint(this.#active);
    await Promise.all(this.#pending);
    await Promise.all(this.#segments.map((it) => this.#release(it)));
  }

  /** Releases the files without flushing; readers that wait are woken. The folder is the caller's to remove. */
  async abandon(): Promise<void> {
    for (const listener of this.#listeners) listener(Number.POSITIVE_INFINITY);
    for (const segment of this.#segments) segment.deleted = true;
    await Promise.all(this.#pending);
    await Promise.all(this.#segments.map((it) => this.#release(it)));
  }

  get #active(): Segment {
    return this.#segments.at(-1)!;
  }

  /** Undefined where they are not known any more: then the segment is scanned at the next opening. */
  #producersAtEndOf(segment: Segment): Producers | undefined {
    if (segment === this.#active) return this.#producers;
    const checkpoint = readCheckpoint(segment.checkpointPath, this.#limits.indexSpacingBytes);
    return checkpoint?.bytes === segment.file.size ? checkpoint.producers : undefined;
  }

  #roll(): void {
    const full = this.#active;
    this.#segments.push(new Segment(this.#directory, full.nextOffset, this.#limits.indexSpacingBytes));
    this.#flusher.created(this.#directory);
    this.#checkpoint(full);
  }

  /** Writes down what is known of the segment now, once its bytes are on the disk. */
  #checkpoint(segment: Segment, producers: Producers = this.#producers): void {
    if (segment.file.size === segment.checkpointedBytes) return;
    const encoded = encodeCheckpoint({ ...segment.state, producers });
    segment.checkpointedBytes = segment.file.size;
    this.#track(
      segment.file.sync().then(() => {
        if (!segment.deleted) writeCheckpoint(segment.checkpointPath, encoded);
      }),
    );
  }

  #drop(segment: Segment): void {
    this.#flusher.forget(segment.file);
    this.#track(segment.delete());
  }

  #release(segment: Segment): Promise<void> {
    this.#flusher.forget(segment.file);
    return segment.file.close();
  }

  /** Once a place: consumers ask again and again. */
  #sayDamaged({ file, position, offset }: DamagedBatch): void {
    const place = `${file} ${position}`;
    if (this.#damaged.has(place)) return;
    this.#damaged.add(place);
    this.#log.error(
      { file, position, offset },
      'a batch is damaged: whoever reads it has to wait, see "A damaged log" in docs/guarantees.md',
    );
  }

  /** None of this is needed for correctness: what fails is done again, or scanned at the next opening. */
  #track(work: Promise<void>): void {
    const done = work
      .catch((error) => this.#log.warn({ err: error, directory: this.#directory }, 'log upkeep failed'))
      .finally(() => this.#pending.delete(done));
    this.#pending.add(done);
  }
}
