import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedRequest } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { Reader } from '../../../../../infra/embedded/broker/protocol/reader.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';

const bytesOf = (writer: Writer) => Buffer.concat(writer.finish());

describe('the primitive types of the protocol', () => {
  it('have the bytes that the protocol says', () => {
    const writer = new Writer()
      .boolean(true)
      .int8(-1)
      .int16(-2)
      .int32(1)
      .int64(-2)
      .int64(2 ** 40 + 1);
    writer
      .string('aé')
      .nullableString(null)
      .bytes(Buffer.from([7]))
      .array([1, 2], (it, w) => w.int8(it));
    expect(bytesOf(writer).toString('hex')).toBe(
      ['01', 'ff', 'fffe', '00000001', 'fffffffffffffffe', '0000010000000001'].join('') +
        ['000361c3a9', 'ffff', '0000000107', '000000020102'].join(''),
    );
  });

  it('come back as they were written', () => {
    const integer64 = fc.maxSafeInteger();
    const value = fc.tuple(fc.integer(), integer64, fc.string(), fc.option(fc.string()), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const writer = new Writer().array(values, ([a, b, c, d, e], w) =>
          w.int32(a).int64(b).string(c).nullableString(d).bytes(Buffer.from(e)),
        );
        expect(writer.length).toBe(lengthOf(values));
        const reader = new Reader(bytesOf(writer));
        const read = reader.array((r) => [r.int32(), r.int64(), r.string(), r.nullableString(), r.bytes()]);
        expect(read).toEqual(values.map(([a, b, c, d, e]) => [a, b, c, d, Buffer.from(e)]));
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('passes large bytes on without a copy', () => {
    const large = Buffer.alloc(100_000, 1);
    const parts = new Writer().int32(1).bytes(large).int32(2).finish();
    expect(parts[1]!.buffer).toBe(large.buffer);
    expect(Buffer.concat(parts).length).toBe(4 + 4 + 100_000 + 4);
  });
});

describe('reading what is no request', () => {
  it('fails when the bytes end early', () => {
    expect(() => new Reader(Buffer.alloc(3)).int32()).toThrow(MalformedRequest);
    expect(() => new Reader(Buffer.from([0, 5, 65])).string()).toThrow(MalformedRequest);
  });

  it('fails for lengths that cannot be', () => {
    expect(() => new Reader(Buffer.from([0xff, 0xfe])).nullableString()).toThrow(MalformedRequest);
    expect(() => new Reader(Buffer.from([0xff, 0xff])).string()).toThrow(MalformedRequest);
    expect(() => new Reader(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0])).bytes()).toThrow(MalformedRequest);
  });

  it('does not even begin an array that is longer than the rest of the request', () => {
    let elements = 0;
    const reader = new Reader(Buffer.from([0x7f, 0xff, 0xff, 0xff, 1, 2, 3]));
    expect(() => reader.array(() => elements++)).toThrow(MalformedRequest);
    expect(elements).toBe(0);
  });
});

function lengthOf(values: readonly [number, number, string, string | null, Uint8Array][]): number {
  const each = values.map(
    ([, , c, d, e]) => 4 + 8 + 2 + Buffer.byteLength(c) + 2 + Buffer.byteLength(d ?? '') + 4 + e.length,
  );
  return 4 + each.reduce((sum, it) => sum + it, 0);
}
