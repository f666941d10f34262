import type { Words } from './words.ts';

/** Integers beyond this have no room for a sign beside them in a number. */
const MAX_SIGNED = 2 ** 51;

/**
 * Writes numbers and texts as bytes, and gives them as a string of a character a byte. What is kept of many
 * conversations then is a few strings instead of hundreds of objects: they take a tenth of the memory, and nothing in
 * them points anywhere, so that the garbage collector passes them by.
 *
 * `Unpacker` reads it in the same order. The same values give the same bytes, as long as the words are the same ones.
 */
export class Packer {
  bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  length = 0;

  /** An integer from 0 to 2^53 - 1, small ones in one byte. */
  uint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest > 0x7fff_ffff) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Any number, small integers in one byte. */
  number(value: number): void {
    if (Number.isInteger(value) && value < MAX_SIGNED && value > -MAX_SIGNED) {
      this.uint(value >= 0 ? 2 * value + 1 : -2 * value);
      return;
    }
    this.uint(0);
    this.reserve(8);
    this.length = this.bytes.writeDoubleLE(value, this.length);
  }

  text(value: string): void {
    this.reserve(2 * value.length);
    const isNarrow = this.narrow(value);
    const { length } = value;
    // A short text has its length in the one byte that was left free for it.
    if (isNarrow && length < 64) {
      this.bytes[this.length] = 2 * length;
      this.length += 1 + length;
      return;
    }
    this.uint(2 * length + (isNarrow ? 0 : 1));
    this.reserve(2 * length);
    if (isNarrow) this.length += this.bytes.write(value, this.length, 'latin1');
    else this.length += this.bytes.write(value, this.length, 'utf16le');
  }

  /** What another packer has packed. */
  packed(value: string): void {
    this.reserve(value.length);
    this.length += this.bytes.write(value, this.length, 'latin1');
  }

  /** Bytes that stand already from one place to another. */
  again(from: number, to: number): void {
    this.reserve(to - from);
    for (let i = from; i < to; i++) this.bytes[this.length++] = this.bytes[i]!;
  }

  /** Leaves bytes free, to be written to later. */
  skip(bytes: number): void {
    this.reserve(bytes);
    this.length += bytes;
  }

  /** A text that comes again and again. */
  word(value: string, words: Words): void {
    const number = words.numberOf(value);
    this.uint(number);
    if (number === 0) this.text(value);
  }

  /** The bytes from a place on, as a string. */
  since(start: number): string {
    return this.bytes.toString('latin1', start, this.length);
  }

  /** Writes the characters of a text behind a byte that is left free; false where one of them has more than a byte. */
  private narrow(value: string): boolean {
    const { bytes } = this;
    const start = this.length + 1;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 255) return false;
      bytes[start + i] = code;
    }
    return true;
  }

  private reserve(more: number): void {
    const needed = this.length + more + 16;
    if (needed <= this.bytes.length) return;
    const longer = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(longer, 0, 0, this.length);
    this.bytes = longer;
  }
}
