import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFolder } from '../../services/follow/disk-folder.ts';
import { rotatedNames } from '../../services/follow/folder.ts';
import type { Position } from '../../services/follow/position.ts';
import { findPlace } from '../../services/follow/search.ts';
import { createTail, DEFAULT_TAIL_OPTIONS, type Tail } from '../../services/follow/tail.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/product.ts';

const NAME = 'queue_log';

/** The position after the turn to the file and its first lines. */
async function afterTwoSteps(tail: Tail): Promise<Position> {
  let position: Position = { place: null, after: 0, done: [] };
  for (let i = 0; i < 2; i++) {
    const step = await tail.next(position);
    if (step.kind === 'idle') throw new Error(step.why);
    position = step.position;
  }
  return position;
}

describe('a folder on disk', () => {
  let temporary: TemporaryFolder;
  const at = (name: string) => path.join(temporary.path, name);

  beforeEach(async () => {
    temporary = await temporaryFolder();
  });

  afterEach(() => temporary.remove());

  it('has nothing of what is not there', async () => {
    const folder = diskFolder(at('none'));
    expect(await folder.names()).toEqual([]);
    expect(await folder.stat(NAME)).toBeNull();
    expect(await folder.open(NAME)).toBeNull();
  });

  it('has no folders: what is called as a rotated file may be one', async () => {
    await mkdir(at('queue_log.1'));
    const folder = diskFolder(temporary.path);
    expect(await folder.stat('queue_log.1')).toBeNull();
    expect(await folder.open('queue_log.1')).toBeNull();
  });

  it('keeps a file open that is renamed and removed', async () => {
    const folder = diskFolder(temporary.path);
    await writeFile(at(NAME), 'abc');
    const file = (await folder.open(NAME))!;
    const { id } = (await folder.stat(NAME))!;
    await rename(at(NAME), at('queue_log.1'));
    await appendFile(at('queue_log.1'), 'def');
    expect((await folder.stat('queue_log.1'))!.id).toBe(id);
    await rm(at('queue_log.1'));
    expect((await file.read(1, 100)).toString()).toBe('bcdef');
    await file.close();
  });

  it('reads a packed file by places in what it holds, forwards and from the beginning again', async () => {
    const folder = diskFolder(temporary.path);
    const content = randomBytes(700_000).toString('hex');
    await writeFile(at('queue_log.1.gz'), gzipSync(content));
    const file = (await folder.open('queue_log.1.gz'))!;
    for (const [from, length] of [
      [0, 10],
      [5, 300_000],
      [1_000_000, 50],
      [3, 20],
      [1_399_990, 100],
      [1_400_000, 5],
    ] as const) {
      expect((await file.read(from, length)).toString()).toBe(content.slice(from, from + length));
    }
    await file.close();
  });

  it('reads packed files that stand one behind the other', async () => {
    await writeFile(at('queue_log.1.gz'), Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]));
    const file = (await diskFolder(temporary.path).open('queue_log.1.gz'))!;
    expect((await file.read(0, 100)).toString()).toBe('one\ntwo\n');
    await file.close();
  });

  it('takes no packed file that is not whole, nor one that is none', async () => {
    const folder = diskFolder(temporary.path);
    await writeFile(at(NAME), `1|${'x'.repeat(50)}\n2|x\n`);
    const tail = createTail(folder, NAME, DEFAULT_TAIL_OPTIONS, () => 0);
    const { place } = await afterTwoSteps(tail);
    await tail.close();
    const packed = gzipSync(`1|${'x'.repeat(50)}\n2|x\n3|x\n`);
    await rm(at(NAME));
    await writeFile(at('queue_log.1.gz'), packed.subarray(0, packed.length / 2));
    await writeFile(at('queue_log.2.gz'), 'no gzip at all');
    expect(await findPlace(folder, NAME, place!)).toBeNull();
    await writeFile(at('queue_log.1.gz'), packed);
    const found = (await findPlace(folder, NAME, place!))!;
    expect(found.name).toBe('queue_log.1.gz');
    await found.file.close();
  });

  it('tells a file that was cut by what is written to it afterwards, even where it is longer by then', async () => {
    const folder = diskFolder(temporary.path);
    await writeFile(at(NAME), '1|x\n');
    const tail = createTail(folder, NAME, { ...DEFAULT_TAIL_OPTIONS, missingMs: 0 }, () => 0);
    const position = await afterTwoSteps(tail);
    await truncate(at(NAME));
    await appendFile(at(NAME), '2|x\n3|x\n');
    await utimes(at(NAME), new Date(), new Date());
    expect(await tail.next(position)).toMatchObject({ kind: 'turn', turn: 'lost' });
    await tail.close();
  });
});

describe('the names that rotations give', () => {
  const names = (...list: string[]) => rotatedNames(list, NAME);

  it('are numbers, dates and times of Asterisk and logrotate, and old', () => {
    const rotated = [
      'queue_log.0',
      'queue_log.12.gz',
      'queue_log.1785888000',
      'queue_log-20260805',
      'queue_log-20260805-1785888000.gz',
      'queue_log.2026-08-05',
      'queue_log.old',
    ];
    expect(names(NAME, ...rotated)).toEqual(rotated);
  });

  it('are not those of other files, nor of files that cannot be read', () => {
    expect(
      names(
        NAME,
        'queue_log2',
        'queue_logs.1',
        '.queue_log.swp',
        'queue_log.1.bz2',
        'queue_log.1.xz',
        'queue_log.txt',
        'full.1',
      ),
    ).toEqual([]);
  });
});
