import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MalformedRequest } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { FrameSplitter } from '../../../../../infra/embedded/broker/protocol/frames.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';

function framed(payload: Uint8Array): Buffer {
  return Buffer.concat(new Writer().bytes(Buffer.from(payload)).finish());
}

it('finds the same requests however the bytes arrive', () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
  fc.assert(
    fc.property(
      payloads,
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (sent, chunkLengths) => {
        const splitter = new FrameSplitter(100);
        const stream = Buffer.concat(sent.map(framed));
        const received: Buffer[] = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const length = chunkLengths[i % chunkLengths.length]!;
          received.push(...splitter.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(received).toEqual(sent.map((it) => Buffer.from(it)));
      },
    ),
  );
});

it('refuses requests that are too long or of negative length as soon as the length is there', () => {
  for (const length of [101, 0x7fffffff, -1]) {
    const claimed = Buffer.concat(new Writer().int32(length).finish());
    expect(() => [...new FrameSplitter(100).push(claimed)]).toThrow(MalformedRequest);
  }
});
