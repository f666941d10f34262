import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartitionLog } from '../../../../../infra/embedded/broker/log/partition-log.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';
import { encodeBatch } from '../support/batch.ts';
import { temporaryFolder } from '../support/folder.ts';
import { baseOffsets, openLog } from '../support/log.ts';

const outOfRange = expect.objectContaining({ code: errorCodes.offsetOutOfRange });

/** Appends batches of so many records; returns the base offset of each. */
function fill(log: PartitionLog, counts: readonly number[], firstTimestampMs = 1_000): number[] {
  return counts.map((count, i) => {
    const values = Array.from({ length: count }, (_, n) => `value ${n}`);
    const timestampsMs = values.map((_, n) => firstTimestampMs + i * 1_000 + n);
    return log.append(encodeBatch({ values, timestampsMs })).baseOffset;
  });
}

function segmentsIn(directory: string): string[] {
  return fs.readdirSync(directory).filter((name) => name.endsWith('.log'));
}

describe('appending and reading', () => {
  it('gives consecutive offsets, and back what was appended', () => {
    const log = openLog(temporaryFolder());
    expect(fill(log, [3, 1, 2])).toEqual([0, 3, 4]);
    expect([log.startOffset, log.endOffset]).toEqual([0, 6]);
    expect(baseOffsets(log.read(0, 100_000, true))).toEqual([0, 3, 4]);
    expect(log.read(6, 100_000, true)).toHaveLength(0);
  });

  it('refuses offsets before the start and after the end', () => {
    const log = openLog(temporaryFolder());
    fill(log, [2]);
    expect(() => log.read(-1, 1000, true)).toThrow(outOfRange);
    expect(() => log.read(3, 1000, true)).toThrow(outOfRange);
  });

  it('from any offset gives whole batches, the first of which holds the offset', () => {
    const root = temporaryFolder();
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        counts,
        fc.nat(),
        fc.integer({ min: 0, max: 5_000 }),
        fc.boolean(),
        (sizes, at, maxBytes, one) => {
          const directory = fs.mkdtempSync(path.join(root, 'run-'));
          const log = openLog(directory, { segmentBytes: 2_000 });
          const bases = fill(log, sizes);
          const offset = at % log.endOffset;
          const bytes = log.read(offset, maxBytes, one);
          const offsets = baseOffsets(bytes);
          const holding = bases.filter((it) => it <= offset).at(-1)!;
          const from = bases.indexOf(holding);
          expect(offsets).toEqual(bases.slice(from, from + offsets.length));
          if (one) expect(offsets.length).toBeGreaterThan(0);
          if (offsets.length > 1) expect(bytes.length).toBeLessThanOrEqual(maxBytes);
          log.abandon();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('begins a new segment rather than let one grow too large', () => {
    const directory = temporaryFolder();
    const log = openLog(directory, { segmentBytes: 300 });
    fill(log, [1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(segmentsIn(directory).length).toBeGreaterThan(2);
    const bytes = Buffer.concat([...Array(9).keys()].map((offset) => log.read(offset, 1, true)));
    expect(baseOffsets(bytes)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('stores the repeated batch of an idempotent producer once', () => {
    const log = openLog(temporaryFolder());
    const batch = encodeBatch({ values: ['a', 'b'], producerId: 5, producerEpoch: 0, baseSequence: 0 });
    const offsets = [0, 1, 2].map(() => log.append(Buffer.from(batch)).baseOffset);
    expect(offsets).toEqual([0, 0, 0]);
    expect(log.endOffset).toBe(2);
  });

  it('tells whoever listens how much was appended', () => {
    const log = openLog(temporaryFolder());
    const seen: number[] = [];
    const stop = log.onAppend((bytes) => seen.push(bytes));
    const batch = encodeBatch();
    log.append(batch);
    stop();
    log.append(encodeBatch());
    expect(seen).toEqual([batch.length]);
  });
});

describe('finding times', () => {
  it('gives the first record that is as young, wherever it stands', () => {
    const root = temporaryFolder();
    const arbitraryTimes = fc.array(fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(arbitraryTimes, fc.nat(60), (batches, wantedMs) => {
        const directory = fs.mkdtempSync(path.join(root, 'run-'));
        const log = openLog(directory, { segmentBytes: 600, indexSpacingBytes: 100 });
        for (const timestampsMs of batches) {
          log.append(encodeBatch({ values: timestampsMs.map(String), timestampsMs }));
        }
        const all = batches.flat();
        const offset = all.findIndex((it) => it >= wantedMs);
        const expected = offset < 0 ? undefined : { offset, timestampMs: all[offset] };
        expect(log.findTime(wantedMs)).toEqual(expected);
        log.abandon();
      }),
      { numRuns: 60 },
    );
  });

  it('gives the front of a compressed batch, which is not unpacked', () => {
    const log = openLog(temporaryFolder());
    fill(log, [4]);
    log.append(encodeBatch({ values: ['a', 'b'], timestampsMs: [9_000, 9_500], attributes: 1 }));
    expect(log.findTime(9_400)).toEqual({ offset: 4, timestampMs: 9_000 });
  });
});

describe('retention', () => {
  const none = { bytes: null, ms: null };

  it('by size deletes the oldest segments as long as the rest is large enough', () => {
    const directory = temporaryFolder();
    const log = openLog(directory, { segmentBytes: 300 });
    fill(log, Array(12).fill(1));
    const before = segmentsIn(directory).length;
    log.applyRetention({ ...none, bytes: 400 }, 0);
    expect(segmentsIn(directory).length).toBeLessThan(before);
    expect(log.startOffset).toBeGreaterThan(0);
    expect(log.endOffset).toBe(12);
    const kept = segmentsIn(directory).map((name) => fs.statSync(path.join(directory, name)).size);
    expect(kept.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(400);
    expect(kept.slice(1).reduce((a, b) => a + b)).toBeLessThan(400);
    expect(() => log.read(0, 1000, true)).toThrow(outOfRange);
    expect(baseOffsets(log.read(log.startOffset, 1, true))).toEqual([log.startOffset]);
  });

  it('by age deletes segments whose youngest record is too old, by the clock it is given', () => {
    const log = openLog(temporaryFolder(), { segmentBytes: 300 });
    fill(log, Array(10).fill(1)); // At 1, 2, ... 10 s.
    log.applyRetention({ ...none, ms: 4_000 }, 9_000);
    expect(log.startOffset).toBeGreaterThan(0);
    expect(log.startOffset).toBeLessThanOrEqual(4);
    expect(log.findTime(0)!.offset).toBe(log.startOffset);
  });

  it('by age empties the log in the end, and offsets go on after that and after a restart', async () => {
    const directory = temporaryFolder();
    const log = openLog(directory);
    fill(log, [2, 3]);
    log.applyRetention({ ...none, ms: 1_000 }, 1_000_000);
    expect([log.startOffset, log.endOffset]).toEqual([5, 5]);
    await log.close();
    const again = openLog(directory);
    expect(fill(again, [1])).toEqual([5]);
    expect([again.startOffset, again.endOffset]).toEqual([5, 6]);
  });

  it('without limits keeps everything', () => {
    const log = openLog(temporaryFolder(), { segmentBytes: 300 });
    fill(log, Array(10).fill(1));
    log.applyRetention(none, Number.MAX_SAFE_INTEGER);
    expect(log.startOffset).toBe(0);
  });
});
