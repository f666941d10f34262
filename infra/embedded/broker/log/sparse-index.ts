import type { Reader } from '../protocol/reader.ts';
import type { Writer } from '../protocol/writer.ts';

/** Where some of a segment's batches start: at least one in every `spacingBytes`, the first included. */
export class SparseIndex {
  readonly spacingBytes: number;
  readonly #offsets: number[] = [];
  readonly #positions: number[] = [];
  /** The highest timestamp of all batches before the entry's. */
  readonly #timestampsBefore: number[] = [];

  constructor(spacingBytes: number) {
    this.spacingBytes = spacingBytes;
  }

  /** Takes note of the next batch of the segment, if it is far enough from the last one noted, or must be. */
  add(offset: number, position: number, maxTimestampBeforeMs: number, must = false): void {
    const last = this.#positions.at(-1);
    if (!must && last !== undefined && position - last < this.spacingBytes) return;
    this.#offsets.push(offset);
    this.#positions.push(position);
    this.#timestampsBefore.push(maxTimestampBeforeMs);
  }

  /** The last noted batch that starts at or before `offset`, else the first; undefined if there is none. */
  nearest(offset: number): { offset: number; position: number } | undefined {
    const at = Math.max(0, countWhile(this.#offsets, (noted) => noted <= offset) - 1);
    const [noted, position] = [this.#offsets[at], this.#positions[at]];
    return noted === undefined || position === undefined ? undefined : { offset: noted, position };
  }

  /** A position before which no record is as young as `timestampMs`. */
  positionOfTime(timestampMs: number): number {
    return this.#positions[countWhile(this.#timestampsBefore, (before) => before < timestampMs) - 1] ?? 0;
  }

  encode(writer: Writer): void {
    writer.int32(this.#offsets.length);
    for (let i = 0; i < this.#offsets.length; i++) {
      writer.int64(this.#offsets[i]!).int64(this.#positions[i]!).int64(this.#timestampsBefore[i]!);
    }
  }

  static decode(reader: Reader, spacingBytes: number): SparseIndex {
    const index = new SparseIndex(spacingBytes);
    reader.array((entry) => {
      index.#offsets.push(entry.int64());
      index.#positions.push(entry.int64());
      index.#timestampsBefore.push(entry.int64());
    });
    return index;
  }
}

/** How many elements at the front fulfil `holds`, which is true up to some element and false from there on. */
function countWhile(values: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
