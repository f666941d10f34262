import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { OffsetStore } from '../../../../../infra/embedded/broker/groups/offset-store.ts';
import { silentLog } from '../../../../../infra/embedded/broker/log.ts';
import { temporaryFolder } from '../support/folder.ts';
import { testFlusher } from '../support/log.ts';

function entry(
  group: string,
  topic: string,
  partition: number,
  offset: number,
  metadata: string | null = null,
) {
  return { group, topic, partition, committed: { offset, leaderEpoch: -1, metadata } };
}

function open(file: string, compactFromEntries?: number): OffsetStore {
  return new OffsetStore(file, testFlusher(), silentLog, compactFromEntries);
}

const newPath = () => path.join(temporaryFolder(), 'offsets.log');

it('gives the last commit of each group and partition', () => {
  const store = open(newPath());
  store.store([entry('g', 't', 0, 5), entry('g', 't', 1, 6), entry('other', 't', 0, 7, 'note')]);
  store.store([entry('g', 't', 0, 8)]);
  expect(store.find('g', 't', 0)?.offset).toBe(8);
  expect(store.find('other', 't', 0)).toEqual({ offset: 7, leaderEpoch: -1, metadata: 'note' });
  expect(store.find('g', 't', 2)).toBeUndefined();
  expect(store.ofGroup('g').map((it) => it.partition)).toEqual([0, 1]);
  expect([...store.groupIds()]).toEqual(['g', 'other']);
});

it('has everything again after a crash, but for what was torn', () => {
  const file = newPath();
  const store = open(file);
  for (let offset = 0; offset < 10; offset++) store.store([entry('g', 't', 0, offset)]);
  expect(open(file).find('g', 't', 0)?.offset).toBe(9);
  const whole = fs.readFileSync(file);
  for (let cut = 1; cut < whole.length / 10; cut++) {
    fs.writeFileSync(file, whole.subarray(0, -cut));
    const again = open(file);
    expect(again.find('g', 't', 0)?.offset, `${cut} bytes torn off`).toBe(8);
    again.store([entry('g', 't', 0, 100)]);
    expect(open(file).find('g', 't', 0)?.offset).toBe(100);
  }
});

it('cuts off the zeros that a power cut can leave', () => {
  const file = newPath();
  open(file).store([entry('g', 't', 0, 1)]);
  const { size } = fs.statSync(file);
  fs.appendFileSync(file, Buffer.alloc(1_000));
  expect(open(file).find('g', 't', 0)?.offset).toBe(1);
  expect(fs.statSync(file).size).toBe(size);
});

it('does not grow with the number of commits', async () => {
  const file = newPath();
  const store = open(file, 100);
  for (let offset = 0; offset < 1_050; offset++) await store.store([entry('g', 't', offset % 3, offset)]);
  const bytesAnEntry = 40;
  expect(fs.statSync(file).size).toBeLessThan(100 * bytesAnEntry);
  for (const again of [store, open(file, 100)]) {
    expect([0, 1, 2].map((partition) => again.find('g', 't', partition)?.offset)).toEqual([1047, 1048, 1049]);
  }
});

it('forgets a deleted topic for good', () => {
  const file = newPath();
  const store = open(file);
  store.store([entry('g', 't', 0, 5), entry('g', 'kept', 0, 6)]);
  store.forgetTopic('t');
  for (const again of [store, open(file)]) {
    expect(again.find('g', 't', 0)).toBeUndefined();
    expect(again.find('g', 'kept', 0)?.offset).toBe(6);
  }
});

it('goes on from an older commit or the right one, never a later or another, whatever bytes are others', () => {
  const file = newPath();
  const store = open(file);
  const commits = [3, 7, 12, 20];
  for (const offset of commits) {
    for (const partition of [0, 1]) store.store([entry('g', 't', partition, offset * 10 + partition)]);
  }
  const whole = fs.readFileSync(file);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat()),
      (flips, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, mask] of flips) bytes[at % bytes.length]! ^= mask;
        const kept = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        fs.writeFileSync(file, kept);
        const warn = vi.fn();
        const again = new OffsetStore(file, testFlusher(), { ...silentLog, warn });
        const found = [0, 1].map((partition) => again.find('g', 't', partition)?.offset);
        for (const partition of [0, 1]) {
          const possible = [undefined, ...commits.map((offset) => offset * 10 + partition)];
          expect(possible).toContain(found[partition]);
        }
        expect([...again.groupIds()].every((group) => group === 'g')).toBe(true);
        if (cut === null && !bytes.equals(whole)) expect(warn).toHaveBeenCalledOnce();
      },
    ),
    { numRuns: 200 },
  );
});
