/**
 * Writes rows in ClickHouse's RowBinary format into one growing buffer.
 * The caller writes the columns of each row in the order of the INSERT.
 */
export class RowBinaryWriter {
  rows = 0;
  private buffer: Buffer;
  private length = 0;

  constructor(initialBytes = 65_536) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  get bytes(): number {
    return this.length;
  }

  /** Ends a row. */
  endRow(): void {
    this.rows++;
  }

  /** The rows so far; valid until the next write. */
  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  uint8(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  uint16(value: number): void {
    this.reserve(2);
    this.length = this.buffer.writeUInt16LE(value, this.length);
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32LE(value, this.length);
  }

  int32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeInt32LE(value, this.length);
  }

  uint64(value: bigint): void {
    this.reserve(8);
    this.length = this.buffer.writeBigUInt64LE(value, this.length);
  }

  /** Int64, and DateTime64(3) as ms: any integer that a number holds exactly. */
  int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.buffer.writeUInt32LE(value - high * 0x1_0000_0000, this.length);
    this.buffer.writeInt32LE(high, this.length + 4);
    this.length += 8;
  }

  float32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeFloatLE(value, this.length);
  }

  float64(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
  }

  /** String and LowCardinality(String), as UTF-8. */
  string(value: string): void {
    const most = value.length * 3;
    this.reserve(most + 5);
    if (value.length < 40 && this.ascii(value)) return;
    const bytes = Buffer.byteLength(value);
    this.varUInt(bytes);
    this.length += this.buffer.write(value, this.length, 'utf8');
  }

  strings(values: readonly string[]): void {
    this.reserve(5);
    this.varUInt(values.length);
    for (const value of values) this.string(value);
  }

  /** Short strings are mostly ASCII, which a loop writes faster than a call into the engine. */
  private ascii(value: string): boolean {
    const { buffer } = this;
    const start = this.length + 1;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      buffer[start + i] = code;
    }
    buffer[this.length] = value.length;
    this.length = start + value.length;
    return true;
  }

  private varUInt(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(bigger, 0, 0, this.length);
    this.buffer = bigger;
  }
}
