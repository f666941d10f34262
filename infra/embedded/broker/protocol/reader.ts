import { MalformedRequest } from './errors.ts';

/**
 * Reads the primitive types of the Kafka protocol, front to back.
 * Whatever the bytes say, it never reads past the end nor allocates more than they hold: it throws
 * {@link MalformedRequest} instead.
 */
export class Reader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get remaining(): number {
    return this.#buffer.length - this.#offset;
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  /** Exact up to 2^53, which offsets, producer ids and times in ms do not reach. */
  int64(): number {
    const at = this.#take(8);
    return this.#buffer.readInt32BE(at) * 0x1_0000_0000 + this.#buffer.readUInt32BE(at + 4);
  }

  string(): string {
    return this.nullableString() ?? fail('null where a string is required');
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length === -1) return null;
    const at = this.#take(length);
    return this.#buffer.toString('utf8', at, at + length);
  }

  bytes(): Buffer {
    return this.nullableBytes() ?? fail('null where bytes are required');
  }

  /** A view of the request, not a copy. */
  nullableBytes(): Buffer | null {
    const length = this.int32();
    if (length === -1) return null;
    const at = this.#take(length);
    return this.#buffer.subarray(at, at + length);
  }

  array<T>(element: (reader: this) => T): T[] {
    return this.nullableArray(element) ?? fail('null where an array is required');
  }

  nullableArray<T>(element: (reader: this) => T): T[] | null {
    const count = this.int32();
    if (count === -1) return null;
    // Every element takes a byte or more, so a count beyond the rest is a lie that must not cost memory.
    if (count < 0 || count > this.remaining) fail(`an array of ${count} elements in ${this.remaining} bytes`);
    const elements: T[] = [];
    for (let i = 0; i < count; i++) elements.push(element(this));
    return elements;
  }

  #take(length: number): number {
    if (length < 0 || length > this.remaining) fail(`${length} bytes wanted, ${this.remaining} are left`);
    const at = this.#offset;
    this.#offset += length;
    return at;
  }
}

function fail(message: string): never {
  throw new MalformedRequest(message);
}
