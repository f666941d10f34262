import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { expect, it } from 'vitest';
import { BATCH_HEADER_BYTES } from '../../../../../infra/embedded/broker/log/batch.ts';
import { expungeFromBatch } from '../../../../../infra/embedded/broker/log/expunge.ts';
import type { PartitionLog } from '../../../../../infra/embedded/broker/log/partition-log.ts';
import { readVarint } from '../../../../../infra/embedded/broker/log/records.ts';
import { unpackRecords } from '../../../../../infra/embedded/broker/log/unpack.ts';
import { encodeBatch } from '../support/batch.ts';
import { temporaryFolder } from '../support/folder.ts';
import { baseOffsets, openLog } from '../support/log.ts';

const filesIn = (directory: string) =>
  fs.readdirSync(directory).map((name) => fs.readFileSync(path.join(directory, name)).toString('latin1'));

/** The values of all records of a log, null of those that have none. */
function valuesIn(log: PartitionLog): (string | null)[] {
  const values: (string | null)[] = [];
  for (let offset = log.startOffset; offset < log.endOffset; offset = values.length + log.startOffset) {
    const batch = log.read(offset, 1, true);
    const count = batch.readInt32BE(57);
    let at = BATCH_HEADER_BYTES;
    for (let i = 0; i < count; i++) {
      const length = readVarint(batch, at);
      const delta = readVarint(batch, readVarint(batch, length.end + 1).end);
      const value = readVarint(batch, readVarint(batch, delta.end).end);
      values.push(
        value.value < 0 ? null : batch.subarray(value.end, value.end + value.value).toString('utf8'),
      );
      at = length.end + length.value;
    }
  }
  return values;
}

it('takes any records out of any segments, on the disk too, and leaves all others where they were', () => {
  const root = temporaryFolder();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 30 }),
      fc.func(fc.boolean()),
      (counts, isMeant) => {
        const directory = fs.mkdtempSync(path.join(root, 'run-'));
        const log = openLog(directory, { segmentBytes: 600 });
        const all: string[] = [];
        for (const count of counts) {
          const values = Array.from({ length: count }, (_, i) => `secret-${all.length + i}-`);
          all.push(...values);
          log.append(
            encodeBatch({ values, producerId: 7, producerEpoch: 0, baseSequence: all.length - count }),
          );
        }
        const bases = baseOffsets(log.read(0, 100_000, true));
        const meant = new Set(all.flatMap((_, i) => (isMeant(i) ? [i] : [])));
        expect(log.expunge(meant)).toBe(meant.size);
        const wanted = all.map((value, i) => (meant.has(i) ? null : value));
        expect(valuesIn(log)).toEqual(wanted);
        expect(baseOffsets(log.read(0, 100_000, true))).toEqual(bases);
        const files = filesIn(directory);
        for (const i of meant) expect(files.some((file) => file.includes(`secret-${i}-`))).toBe(false);
        // Whoever opens the folder later, after a crash, finds the same, and goes on behind it.
        const opened = openLog(directory, { segmentBytes: 600 });
        expect(valuesIn(opened)).toEqual(wanted);
        expect(opened.append(encodeBatch({ values: ['new'] })).baseOffset).toBe(all.length);
      },
    ),
    { numRuns: 60 },
  );
});

it('goes on appending to a segment that was written anew, and a clean restart finds all of it', async () => {
  const directory = temporaryFolder();
  const log = openLog(directory);
  log.append(encodeBatch({ values: ['mine', 'yours'] }));
  log.expunge(new Set([0]));
  log.append(encodeBatch({ values: ['later'] }));
  await log.close();
  expect(valuesIn(openLog(directory))).toEqual([null, 'yours', 'later']);
});

it('counts a record that is not there any more for none, and a second time for the same', () => {
  const log = openLog(temporaryFolder());
  log.append(encodeBatch({ values: ['a', 'b'] }));
  expect(log.expunge(new Set([1, 2, 99]))).toBe(1);
  expect(log.expunge(new Set([1]))).toBe(1);
  expect(valuesIn(log)).toEqual(['a', null]);
});

it('removes what a crash left of a segment that was being written anew', () => {
  const directory = temporaryFolder();
  openLog(directory).append(encodeBatch({ values: ['kept'] }));
  const half = path.join(directory, '00000000000000000000.log.rewritten');
  fs.writeFileSync(half, 'half of it');
  expect(valuesIn(openLog(directory))).toEqual(['kept']);
  expect(fs.existsSync(half)).toBe(false);
});

it.each([
  ['gzip', 1, (bytes: Buffer) => gzipSync(bytes)],
  ['Snappy', 2, (bytes: Buffer) => compressSync(bytes)],
  ['LZ4', 3, (bytes: Buffer) => compressFrameSync(bytes)],
])('unpacks a batch that was compressed with %s', (_, codec, pack) => {
  const plain = encodeBatch({ values: ['mine', 'yours'] });
  const packed = Buffer.concat([
    plain.subarray(0, BATCH_HEADER_BYTES),
    pack(plain.subarray(BATCH_HEADER_BYTES)),
  ]);
  packed.writeInt16BE(codec, 21);
  expect(unpackRecords(codec, packed.subarray(BATCH_HEADER_BYTES))).toEqual(
    plain.subarray(BATCH_HEADER_BYTES),
  );
  expect(expungeFromBatch(packed, new Set([0]))).toEqual(expungeFromBatch(plain, new Set([0])));
});
