/** Strings in UTF-8, each behind its length: a growing buffer in the layout of ClickHouse's `String`. */
export class Texts {
  length = 0;
  private buffer = Buffer.allocUnsafeSlow(1024);
  private bytes = 0;

  add(value: string): void {
    this.length++;
    this.reserve(value.length * 3 + 5);
    if (value.length < 40 && this.ascii(value)) return;
    this.bytes = varUInt(this.buffer, this.bytes, Buffer.byteLength(value));
    this.bytes += this.buffer.write(value, this.bytes, 'utf8');
  }

  /** Valid until the next `add`. */
  view(): Buffer {
    return this.buffer.subarray(0, this.bytes);
  }

  /** Short strings are mostly ASCII, which a loop writes faster than a call into the engine. */
  private ascii(value: string): boolean {
    const { buffer } = this;
    const start = this.bytes + 1;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      buffer[start + i] = code;
    }
    buffer[this.bytes] = value.length;
    this.bytes = start + value.length;
    return true;
  }

  private reserve(bytes: number): void {
    if (this.bytes + bytes <= this.buffer.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.bytes + bytes));
    this.buffer.copy(bigger, 0, 0, this.bytes);
    this.buffer = bigger;
  }
}

/** Writes an unsigned integer of up to 31 bits as LEB128; gives the place behind it. */
export function varUInt(buffer: Buffer, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest > 127) {
    buffer[next++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  buffer[next++] = rest;
  return next;
}
