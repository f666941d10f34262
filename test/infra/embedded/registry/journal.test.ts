import { appendFile, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { markFileOf, openJournal } from '../../../../infra/embedded/registry/journal.ts';
import { encodeLine } from '../../../../infra/embedded/registry/journal-line.ts';

const CORRUPT = { code: 'REGISTRY_JOURNAL_CORRUPT' };
const RECORDS = [{ a: 'ü\n"' }, { b: 2 }, { c: { d: [1, 'x'.repeat(50)] } }];

let file: string;

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-journal-'));
  file = path.join(folder, 'journal.jsonl');
  return () => rm(folder, { recursive: true, force: true });
});

async function replayed(): Promise<{ records: unknown[]; cut: number }> {
  const records: unknown[] = [];
  let cut = 0;
  const journal = await openJournal(
    file,
    (record) => records.push(record),
    (bytes) => {
      cut += bytes;
    },
  );
  await journal.close();
  return { records, cut };
}

async function write(records: readonly object[]): Promise<void> {
  const journal = await openJournal(file, () => {});
  for (const record of records) await journal.append(record);
  await journal.close();
}

test('gives back what was appended, in order', async () => {
  await write(RECORDS.slice(0, 2));
  await write(RECORDS.slice(2));
  expect(await replayed()).toEqual({ records: RECORDS, cut: 0 });
});

test('a program that knows of no checksums reads the same records, with two fields more', async () => {
  await write(RECORDS);
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  lines.forEach((line, index) => {
    expect(JSON.parse(line)).toEqual({ ...RECORDS[index], line: index + 1, crc32c: expect.any(String) });
  });
});

describe('behind what was acknowledged', () => {
  test('a torn line is cut off, and it is said', async () => {
    await write(RECORDS);
    const { size } = await stat(file);
    const line = encodeLine({ e: 'ü' }, 4);
    for (let length = 1; length < Buffer.byteLength(line); length++) {
      await appendFile(file, Buffer.from(line).subarray(0, length));
      expect(await replayed()).toEqual({ records: RECORDS, cut: length });
      expect((await stat(file)).size).toBe(size);
    }
  });

  test('a whole line stays: it was on disk, and its answer may have been under way', async () => {
    await write(RECORDS);
    await appendFile(file, encodeLine({ e: 1 }, 4));
    expect(await replayed()).toEqual({ records: [...RECORDS, { e: 1 }], cut: 0 });
    await write([{ f: 1 }]);
    expect((await replayed()).records).toEqual([...RECORDS, { e: 1 }, { f: 1 }]);
  });
});

describe('what was acknowledged', () => {
  test('is given back whole or not at all, whatever is cut off the file', async () => {
    await write(RECORDS);
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      await expect(replayed(), `${length} bytes`).rejects.toMatchObject(CORRUPT);
    }
    await rm(file);
    await expect(replayed()).rejects.toMatchObject(CORRUPT);
  });

  test('is given back as it was or not at all, whatever bytes of the two files are others', async () => {
    await write(RECORDS);
    const mark = markFileOf(file);
    await copyFile(file, `${file}.good`);
    await copyFile(mark, `${mark}.good`);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(file, mark),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        async (spoilt, flips) => {
          await copyFile(`${file}.good`, file);
          await copyFile(`${mark}.good`, mark);
          const bytes = await readFile(spoilt);
          const before = Buffer.from(bytes);
          for (const [at, mask] of flips) bytes[at % bytes.length]! ^= mask;
          await writeFile(spoilt, bytes);
          if (bytes.equals(before)) expect((await replayed()).records).toEqual(RECORDS);
          else await expect(replayed()).rejects.toMatchObject(CORRUPT);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is not given back with a line that is missing, doubled or moved', async () => {
    await write(RECORDS);
    const [a, b, c] = (await readFile(file, 'utf8')).split('\n');
    for (const lines of [
      [a, c],
      [b, c],
      [a, a, b, c],
      [b, a, c],
      [a, b, b],
    ]) {
      await writeFile(file, `${lines.join('\n')}\n`);
      await expect(replayed()).rejects.toMatchObject(CORRUPT);
    }
  });

  test('is not believed to be all without the mark', async () => {
    await write(RECORDS);
    await rm(markFileOf(file));
    await expect(replayed()).rejects.toMatchObject(CORRUPT);
  });

  test('stays where it is when the start is refused', async () => {
    await write(RECORDS);
    const cut = (await readFile(file)).subarray(0, 60);
    await writeFile(file, cut);
    await expect(replayed()).rejects.toMatchObject(CORRUPT);
    expect(await readFile(file)).toEqual(cut);
  });
});

describe('a journal of before there were checksums', () => {
  test('is read as it is, but for a torn last line', async () => {
    await writeFile(file, '{"a":1}\n{"b":2}\n{"c"');
    expect(await replayed()).toEqual({ records: [{ a: 1 }, { b: 2 }], cut: 4 });
    await write([{ d: 4 }]);
    expect(await replayed()).toEqual({ records: [{ a: 1 }, { b: 2 }, { d: 4 }], cut: 0 });
  });

  test('is protected from then on', async () => {
    await writeFile(file, '{"a":1}\n{"b":2}\n');
    await replayed();
    await writeFile(file, '{"a":1}\n{"b":3}\n');
    await expect(replayed()).rejects.toMatchObject(CORRUPT);
  });

  test('is refused with a broken line, or where a piece of one line is all there is', async () => {
    for (const text of ['{"a":1}\n{"b"\n{"c":3}\n', '{"a":1', 'x']) {
      await writeFile(file, text);
      await expect(replayed()).rejects.toMatchObject(CORRUPT);
    }
  });
});
