const INITIAL_BYTES = 256;
/** Below this, copying costs less than one more buffer in the write to the socket. */
const SPLICE_FROM_BYTES = 4096;

/** Writes the primitive types of the Kafka protocol. Large byte fields are passed on without a copy. */
export class Writer {
  readonly #finished: Buffer[] = [];
  #finishedBytes = 0;
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  int8(value: number): this {
    const at = this.#reserve(1);
    this.#buffer.writeInt8(value, at);
    return this;
  }

  int16(value: number): this {
    const at = this.#reserve(2);
    this.#buffer.writeInt16BE(value, at);
    return this;
  }

  int32(value: number): this {
    const at = this.#reserve(4);
    this.#buffer.writeInt32BE(value, at);
    return this;
  }

  uint32(value: number): this {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
    return this;
  }

  int64(value: number): this {
    const at = this.#reserve(8);
    writeInt64(this.#buffer, value, at);
    return this;
  }

  string(value: string): this {
    const length = Buffer.byteLength(value);
    this.int16(length);
    const at = this.#reserve(length);
    this.#buffer.write(value, at);
    return this;
  }

  nullableString(value: string | null): this {
    return value === null ? this.int16(-1) : this.string(value);
  }

  bytes(value: Buffer): this {
    this.int32(value.length);
    return this.raw(value);
  }

  /** Bytes as they are, without a length. Large ones must not change until the answer is sent. */
  raw(value: Buffer): this {
    if (value.length < SPLICE_FROM_BYTES) {
      const at = this.#reserve(value.length);
      value.copy(this.#buffer, at);
    } else {
      this.#seal();
      this.#finished.push(value);
      this.#finishedBytes += value.length;
    }
    return this;
  }

  array<T>(values: readonly T[], element: (value: T, writer: this) => void): this {
    this.int32(values.length);
    for (const value of values) element(value, this);
    return this;
  }

  get length(): number {
    return this.#finishedBytes + this.#length;
  }

  /** What was written, in order. The writer must not be used afterwards. */
  finish(): Buffer[] {
    this.#seal();
    return this.#finished;
  }

  #reserve(length: number): number {
    const at = this.#length;
    if (at + length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, at + length));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    this.#length = at + length;
    return at;
  }

  #seal(): void {
    if (this.#length === 0) return;
    this.#finished.push(this.#buffer.subarray(0, this.#length));
    this.#finishedBytes += this.#length;
    this.#buffer = Buffer.allocUnsafe(INITIAL_BYTES);
    this.#length = 0;
  }
}

/** Big-endian two's complement, exact for integers within +-2^53. */
export function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
}
