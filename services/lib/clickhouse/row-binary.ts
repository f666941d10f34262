/**
 * Writes rows in ClickHouse's RowBinary format into one growing buffer.
 * The caller writes the columns of each row in the order of the INSERT.
 */
export class RowBinaryWriter {
  rows = 0;
  private buffer: Buffer;
  private numbers: DataView;
  private length = 0;

  constructor(initialBytes = 65_536) {
    this.buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.numbers = viewOf(this.buffer);
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
    this.numbers.setUint16(this.length, value, true);
    this.length += 2;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.numbers.setUint32(this.length, value, true);
    this.length += 4;
  }

  int32(value: number): void {
    this.reserve(4);
    this.numbers.setInt32(this.length, value, true);
    this.length += 4;
  }

  uint64(value: bigint): void {
    this.reserve(8);
    this.numbers.setBigUint64(this.length, value, true);
    this.length += 8;
  }

  /** Int64, and DateTime64(3) as ms: any integer that a number holds exactly. */
  int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.numbers.setUint32(this.length, value - high * 0x1_0000_0000, true);
    this.numbers.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  float32(value: number): void {
    this.reserve(4);
    this.numbers.setFloat32(this.length, value, true);
    this.length += 4;
  }

  float64(value: number): void {
    this.reserve(8);
    this.numbers.setFloat64(this.length, value, true);
    this.length += 8;
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
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(bigger, 0, 0, this.length);
    this.buffer = bigger;
    this.numbers = viewOf(bigger);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
