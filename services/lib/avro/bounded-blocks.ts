/**
 * Bounds what avsc does with declared lengths.
 *
 * avsc reads as many items as a block of an array or map says that it has, however few bytes follow: a value of
 * 20 bytes can make it count to four billion and fill the memory, and a block of negative size sends a skipping
 * reader back for ever. An item takes a byte at least (arrays of null excepted, which no schema here has), so more
 * items than bytes left is a fault. Importing this file replaces avsc's readers in this process.
 */
import avro from 'avsc';

interface Tap {
  buf: Buffer;
  pos: number;
  readLong(): number;
  readString(): string;
  skipString(): void;
}

interface Coder {
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
}

interface Blocks {
  itemsType: Coder;
  valuesType: Coder;
}

/** Calls `read` for each item of an array or map, block by block. */
function eachItem(tap: Tap, read: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) {
      count = -count;
      tap.readLong(); // The block's size in bytes: only readers that skip it whole would need it.
    }
    if (!(count <= tap.buf.length - tap.pos)) throw new RangeError('a block has more items than bytes');
    for (let i = 0; i < count; i++) read();
  }
}

const types = avro.types as unknown as Record<'ArrayType' | 'MapType', { prototype: Coder }>;

Object.assign(types.ArrayType.prototype, {
  _read(this: Blocks, tap: Tap): unknown[] {
    const items: unknown[] = [];
    eachItem(tap, () => items.push(this.itemsType._read(tap)));
    return items;
  },
  _skip(this: Blocks, tap: Tap): void {
    eachItem(tap, () => this.itemsType._skip(tap));
  },
});

Object.assign(types.MapType.prototype, {
  _read(this: Blocks, tap: Tap): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    eachItem(tap, () => {
      values[tap.readString()] = this.valuesType._read(tap);
    });
    return values;
  },
  _skip(this: Blocks, tap: Tap): void {
    eachItem(tap, () => {
      tap.skipString();
      this.valuesType._skip(tap);
    });
  },
});
