import fc from 'fast-check';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { compressFrame } from 'lz4-napi';
import { compress } from 'snappy';
import { describe, expect, it } from 'vitest';
import '../../../services/lib/kafka/compression.ts';

const TEXT = Array.from(
  { length: 40 },
  (_, i) => `a call that waits in the queue of billing ${i % 3}\n`,
).join('');

/** The text as other clients pack it. */
const PACKED = {
  'Snappy by kafka-clients 4.1.1': [
    CompressionTypes.Snappy,
    'glNOQVBQWQAAAAABAAAAAQAAAIzgDbBhIGNhbGwgdGhhdCB3YWl0cyBpbiB0aGUgcXVldWUgb2YgYmlsbGluZyAwCmGiLAAA' +
      'MaosAAAyqiwAADCqLAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+hAD+' +
      'hAD+hAD+hAD+hAD+hAAJhA==',
  ],
  'Snappy by franz-go 1.22.3': [
    CompressionTypes.Snappy,
    '4A2sYSBjYWxsIHRoYXQgd2FpdHMgaW4gdGhlIHF1ZXVlIG9mIGJpbGxpbmcgMAqmLAAAMaosAAAyqiwAADCqLAAAMaosAAAy' +
      'qiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaos' +
      'AAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAAMaosAAAyqiwAADCqLAAA' +
      'MaosAAAyqiwAADCqLAAAMaosAAAyqiwABDAK',
  ],
  'LZ4 by kafka-clients 4.1.1': [
    CompressionTypes.LZ4,
    'BCJNGGBAgksAAAD/HWEgY2FsbCB0aGF0IHdhaXRzIGluIHRoZSBxdWV1ZSBvZiBiaWxsaW5nIDAKLAAXHzEsABgfMiwAGA+E' +
      'AP///////yBQbmcgMAoAAAAA',
  ],
  'Zstandard by kafka-clients 4.1.1': [
    CompressionTypes.ZSTD,
    'KLUv/QBYJAQAQkUPFMAlHWA3bWyAy032Ivz/KnFAuCcEo3fv3r179+7du3fv3r17j7IwZVYCCQDJISdAUo6mKLiiAY/K0YwG' +
      'Uicg4DcDmIJ5mAxTMA+TYQrmYTJMwTxMhimYh8kwBfMwGabAPEyGKZiHyTAF8zAZpmAeJsMUzMNkmIJ5mAxT0OblB6UyAQAA',
  ],
  'gzip by kafka-clients 4.1.1': [
    CompressionTypes.GZIP,
    'H4sIAAAAAAAA/0tUSE7MyVEoyUgsUShPzCwpVsjMA/JSFQpLU0tTFfLTFJIyc3Iy89IVDLgSiVZrSIJaIxLUjrph1A2jbhh1' +
      'w6gbRt1AnBsAIQcN8OAGAAA=',
  ],
} as const;

interface Codec {
  decompress(bytes: Buffer): Promise<Buffer>;
}
const unpack = (type: keyof typeof CompressionCodecs, bytes: Buffer) =>
  (CompressionCodecs[type]() as Codec).decompress(bytes);

describe('what a producer compressed', () => {
  it.each(Object.entries(PACKED))('is read: %s', async (_, [type, packed]) => {
    expect((await unpack(type, Buffer.from(packed, 'base64'))).toString()).toBe(TEXT);
  });

  it('with Snappy, in any number of blocks, is read as it was', async () => {
    const header = Buffer.from('82534e41505059000000000100000001', 'hex');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), async (parts) => {
        const blocks: Buffer[] = [header];
        for (const part of parts) {
          const block = await compress(Buffer.from(part));
          const length = Buffer.alloc(4);
          length.writeUInt32BE(block.length);
          blocks.push(length, block);
        }
        expect(await unpack(CompressionTypes.Snappy, Buffer.concat(blocks))).toEqual(
          Buffer.concat(parts.map((part) => Buffer.from(part))),
        );
      }),
    );
  });

  it('and then was damaged is an error or some bytes, and what follows is read', async () => {
    const good = Object.values(PACKED);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...good),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        async ([type, packed], changes, cut) => {
          const bytes = Buffer.from(packed, 'base64');
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const damaged = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
          await unpack(type, damaged).catch((error) => expect(error).toBeInstanceOf(Error));
          expect((await unpack(type, Buffer.from(packed, 'base64'))).toString()).toBe(TEXT);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused where it would fill the memory', async () => {
    const claims4GiB = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]);
    await expect(unpack(CompressionTypes.Snappy, claims4GiB)).rejects.toThrow('more than 67108864 bytes');
    const zeros = await compressFrame(Buffer.alloc(65 * 1_048_576));
    await expect(unpack(CompressionTypes.LZ4, zeros)).rejects.toThrow('more than 67108864 bytes');
  });
});
