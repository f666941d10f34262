import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../../../infra/embedded/registry/journal.ts';

let file: string;

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-journal-'));
  file = path.join(folder, 'journal.jsonl');
  return () => rm(folder, { recursive: true, force: true });
});

async function replayed(): Promise<unknown[]> {
  const records: unknown[] = [];
  const journal = await openJournal(file, (record) => records.push(record));
  await journal.close();
  return records;
}

test('gives back what was appended, in order', async () => {
  const journal = await openJournal(file, () => {});
  await journal.append({ a: 'ü\n' });
  await journal.append({ b: 2 });
  await journal.close();
  expect(await replayed()).toEqual([{ a: 'ü\n' }, { b: 2 }]);
});

test('cuts off a torn last line and goes on behind the ones before it', async () => {
  await writeFile(file, '{"a":1}\n');
  for (const torn of ['{"b"', '{"b":2}', 'ü']) {
    await appendFile(file, torn);
    expect(await replayed()).toEqual([{ a: 1 }]);
    expect(await readFile(file, 'utf8')).toBe('{"a":1}\n');
  }
});

test('refuses to start over a broken line in the middle, which no end of a process explains', async () => {
  await writeFile(file, '{"a":1}\n{"b"\n{"c":3}\n');
  await expect(openJournal(file, () => {})).rejects.toMatchObject({ code: 'REGISTRY_JOURNAL_CORRUPT' });
});
