/**
 * Columns of rows that are on their way to ClickHouse, in the layout of its Native format. Numbers are written as
 * the machine has them: Node runs on little-endian machines only, and the format is little-endian.
 */
import { Texts } from './texts.ts';

/** The values of one column. What `chunks` gives is valid until the next value is added. */
export interface Column {
  /** ClickHouse's name of the type. */
  readonly type: string;
  readonly length: number;
  chunks(): Buffer[];
}

type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

class NumberColumn implements Column {
  length = 0;
  readonly type: string;
  private values: NumberArray;

  constructor(type: string, values: NumberArray) {
    this.type = type;
    this.values = values;
  }

  add(value: number): void {
    if (this.length === this.values.length) this.values = twiceAsLong(this.values);
    this.values[this.length++] = value;
  }

  chunks(): Buffer[] {
    return [bytesOf(this.values, this.length)];
  }
}

/** 64-bit integers of which numbers hold every digit: durations, instants in ms, versions. */
class LongColumn implements Column {
  length = 0;
  readonly type: string;
  /** Low and high halves in turn. */
  private halves = new Uint32Array(2 * INITIAL);

  constructor(type: string) {
    this.type = type;
  }

  add(value: number): void {
    const at = 2 * this.length++;
    if (at === this.halves.length) this.halves = twiceAsLong(this.halves);
    // The arrays are zero from the start, and most durations are.
    if (value === 0) return;
    this.halves[at] = value;
    this.halves[at + 1] = Math.floor(value / 0x1_0000_0000);
  }

  chunks(): Buffer[] {
    return [bytesOf(this.halves, 2 * this.length)];
  }
}

class BigIntColumn implements Column {
  length = 0;
  readonly type = 'UInt64';
  private values = new BigUint64Array(INITIAL);

  add(value: bigint): void {
    if (this.length === this.values.length) this.values = twiceAsLong(this.values);
    this.values[this.length++] = value;
  }

  chunks(): Buffer[] {
    return [bytesOf(this.values, this.length)];
  }
}

class TextColumn implements Column {
  readonly type = 'String';
  private readonly texts = new Texts();

  get length(): number {
    return this.texts.length;
  }

  add(value: string): void {
    this.texts.add(value);
  }

  chunks(): Buffer[] {
    return [this.texts.view()];
  }
}

/** Flags of a dictionary: its keys come with the values, and replace those of an earlier block. */
const OWN_KEYS = (1 << 9) | (1 << 10);
const DICTIONARY_VERSION = longs([1]);

/** Strings of which many are the same: each once, and then its number for every value. */
class WordColumn implements Column {
  length = 0;
  readonly type = 'LowCardinality(String)';
  private readonly places = new Map<string, number>();
  private readonly keys = new Texts();
  private values = new Uint32Array(INITIAL);
  /** The value before mostly comes again. */
  private last: string | null = null;
  private lastPlace = 0;

  add(value: string): void {
    if (value !== this.last) {
      this.lastPlace = this.placeOf(value);
      this.last = value;
    }
    if (this.length === this.values.length) this.values = twiceAsLong(this.values);
    this.values[this.length++] = this.lastPlace;
  }

  chunks(): Buffer[] {
    return [DICTIONARY_VERSION, ...this.withoutVersion()];
  }

  /** Within an array the version stands before the array's lengths. */
  withoutVersion(): Buffer[] {
    if (this.length === 0) return [];
    const values = this.values.subarray(0, this.length);
    const { length: count } = this.keys;
    const [width, numbers] =
      count <= 0x100
        ? [0, Uint8Array.from(values)]
        : count <= 0x1_0000
          ? [1, Uint16Array.from(values)]
          : [2, values];
    return [
      longs([OWN_KEYS | width, count]),
      this.keys.view(),
      longs([this.length]),
      bytesOf(numbers, this.length),
    ];
  }

  private placeOf(value: string): number {
    let place = this.places.get(value);
    if (place === undefined) {
      place = this.places.size;
      this.places.set(value, place);
      this.keys.add(value);
    }
    return place;
  }
}

class ListColumn implements Column {
  readonly type: string;
  private readonly ends = new LongColumn('UInt64');
  private readonly items: TextColumn | WordColumn;

  constructor(items: TextColumn | WordColumn) {
    this.type = `Array(${items.type})`;
    this.items = items;
  }

  get length(): number {
    return this.ends.length;
  }

  add(values: readonly string[]): void {
    for (const value of values) this.items.add(value);
    this.ends.add(this.items.length);
  }

  chunks(): Buffer[] {
    const { items, ends } = this;
    if (items instanceof TextColumn) return [...ends.chunks(), ...items.chunks()];
    return [DICTIONARY_VERSION, ...ends.chunks(), ...items.withoutVersion()];
  }
}

const INITIAL = 64;

export const uint8 = () => new NumberColumn('UInt8', new Uint8Array(INITIAL));
export const uint16 = () => new NumberColumn('UInt16', new Uint16Array(INITIAL));
export const uint32 = () => new NumberColumn('UInt32', new Uint32Array(INITIAL));
export const float32 = () => new NumberColumn('Float32', new Float32Array(INITIAL));
export const float64 = () => new NumberColumn('Float64', new Float64Array(INITIAL));
export const int64 = () => new LongColumn('Int64');
export const uint64 = () => new BigIntColumn();
/** `UInt64` of numbers that are safe integers. */
export const long = () => new LongColumn('UInt64');
/** Instants, UTC ms. */
export const instant = () => new LongColumn("DateTime64(3, 'UTC')");
export const text = () => new TextColumn();
/** `LowCardinality(String)`. */
export const word = () => new WordColumn();
export const texts = () => new ListColumn(new TextColumn());
export const words = () => new ListColumn(new WordColumn());

function twiceAsLong<A extends NumberArray | BigUint64Array>(values: A): A {
  const longer = new (values.constructor as new (length: number) => A)(values.length * 2);
  (longer as Uint8Array).set(values as Uint8Array);
  return longer;
}

function bytesOf(
  { buffer, byteOffset, BYTES_PER_ELEMENT }: NumberArray | BigUint64Array,
  length: number,
): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, length * BYTES_PER_ELEMENT);
}

function longs(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => {
    buffer.writeUInt32LE(value, 8 * i);
  });
  return buffer;
}
