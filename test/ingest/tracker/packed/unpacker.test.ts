import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Packer } from '../../../../services/ingest/tracker/packed/packer.ts';
import { Unpacker } from '../../../../services/ingest/tracker/packed/unpacker.ts';
import { createWords } from '../../../../services/ingest/tracker/packed/words.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const NAME = 'a name of more than a few characters';
const BULK = 'x'.repeat(100_000);

/** Heap bytes that a name keeps which was read from a conversation of 100 kB. */
function keptBy(read: (unpacker: Unpacker) => string): number {
  const kept: string[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 100; i++) {
    const packer = new Packer();
    packer.uint(0);
    packer.text(NAME);
    packer.text(BULK);
    kept.push(read(new Unpacker(packer.since(0))));
  }
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / 100;
  expect(new Set(kept)).toEqual(new Set([NAME]));
  return bytes;
}

test('a name that is kept, in a word or in a body, keeps nothing of its conversation', () => {
  expect(keptBy((unpacker) => unpacker.word(createWords(0)))).toBeLessThan(10_000);
  const ownText = (unpacker: Unpacker) => {
    unpacker.at = 1;
    return unpacker.ownText();
  };
  expect(keptBy(ownText)).toBeLessThan(10_000);
});
