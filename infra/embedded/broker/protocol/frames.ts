import { MalformedRequest } from './errors.ts';

const LENGTH_BYTES = 4;

/** Cuts what a socket delivers into requests: each is preceded by its length. */
export class FrameSplitter {
  readonly #maxFrameBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes the next chunk and yields the requests that are complete with it, without their lengths.
   * Memory grows with the bytes that came, not with the length that a client claims.
   */
  *push(chunk: Buffer): Generator<Buffer> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= LENGTH_BYTES) {
      const length = this.#peekLength();
      if (length < 0 || length > this.#maxFrameBytes) {
        throw new MalformedRequest(`a request of ${length} bytes, at most ${this.#maxFrameBytes} are taken`);
      }
      const end = LENGTH_BYTES + length;
      if (this.#bytes < end) return;
      const joined = this.#join();
      this.#chunks = joined.length > end ? [joined.subarray(end)] : [];
      this.#bytes = joined.length - end;
      yield joined.subarray(LENGTH_BYTES, end);
    }
  }

  #peekLength(): number {
    const first = this.#chunks[0]!;
    return (first.length >= LENGTH_BYTES ? first : this.#join()).readInt32BE(0);
  }

  #join(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#bytes)];
    return this.#chunks[0]!;
  }
}
