import type { Words } from './words.ts';

/** From this length on V8 makes a part of a string by pointing into it. */
const MIN_SHARED = 13;

const double = Buffer.alloc(8);

/** Reads what a `Packer` has written. */
export class Unpacker {
  at = 0;
  readonly packed: string;

  constructor(packed: string) {
    this.packed = packed;
  }

  uint(): number {
    const { packed } = this;
    let byte = packed.charCodeAt(this.at++);
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let factor = 128; byte > 127; factor *= 128) {
      byte = packed.charCodeAt(this.at++);
      value += (byte & 127) * factor;
    }
    return value;
  }

  number(): number {
    const value = this.uint();
    if (value !== 0) return value % 2 === 1 ? (value - 1) / 2 : -value / 2;
    for (let i = 0; i < 8; i++) double[i] = this.packed.charCodeAt(this.at++);
    return double.readDoubleLE(0);
  }

  /** For who does not keep it: a text of more than a few characters keeps all that was packed with it in memory. */
  text(): string {
    const header = this.uint();
    const length = Math.floor(header / 2);
    const start = this.at;
    if (header % 2 === 0) {
      this.at += length;
      return this.packed.substring(start, this.at);
    }
    this.at += 2 * length;
    return Buffer.from(this.packed.substring(start, this.at), 'latin1').toString('utf16le');
  }

  /** For who keeps it. */
  ownText(): string {
    const start = this.at;
    const isNarrow = this.uint() % 2 === 0;
    this.at = start;
    const text = this.text();
    // Others were made from bytes.
    const isShared = isNarrow && text.length >= MIN_SHARED;
    return isShared ? Buffer.from(text, 'latin1').toString('latin1') : text;
  }

  word(words: Words): string {
    const number = this.uint();
    return number === 0 ? this.ownText() : words.wordOf(number);
  }
}
