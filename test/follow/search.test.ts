import { describe, expect, it } from 'vitest';
import type { Folder } from '../../services/follow/folder.ts';
import type { Position } from '../../services/follow/position.ts';
import { findNext } from '../../services/follow/search.ts';
import { lineOf } from './support/line-source.ts';
import { type MemoryFolder, memoryFolder } from './support/memory-folder.ts';

const NAME = 'queue_log';
const NOWHERE: Position = { place: null, after: 0, done: [] };

function write(folder: MemoryFolder, name: string, number: number): string {
  const file = folder.create(name);
  folder.append(file, Buffer.from(lineOf(number)));
  return file.id;
}

/** Rotates when it is asked for the `n`-th time. */
function rotatingAt(n: number, folder: MemoryFolder): Folder {
  let asked = 0;
  function ask<T>(answer: () => T): T {
    if (asked++ === n) {
      folder.rename('queue_log.1', 'queue_log.2');
      folder.rename(NAME, 'queue_log.1');
      write(folder, NAME, 3);
    }
    return answer();
  }
  return {
    names: () => ask(() => folder.names()),
    stat: (name) => ask(() => folder.stat(name)),
    open: (name) => ask(() => folder.open(name)),
  };
}

describe('the file that comes next', () => {
  it('is the one that was written to first of those that are unread', async () => {
    const folder = memoryFolder();
    write(folder, 'queue_log.3', 1);
    const read = (await folder.stat('queue_log.3'))!;
    const next = write(folder, 'queue_log.2', 2);
    write(folder, 'queue_log.1', 3);
    write(folder, NAME, 4);
    expect(await findNext(folder, NAME, NOWHERE, read)).toMatchObject({ id: next, name: 'queue_log.2' });
  });

  it('is none while the next has no complete line', async () => {
    const folder = memoryFolder();
    folder.append(folder.create(NAME), Buffer.from('1|x'));
    expect(await findNext(folder, NAME, NOWHERE, { id: '', changedAt: 0 })).toBeNull();
  });

  it('is never a later one because files were renamed while they were looked at', async () => {
    let found = 0;
    for (let n = 0; n < 30; n++) {
      const folder = memoryFolder();
      const first = write(folder, 'queue_log.1', 1);
      write(folder, NAME, 2);
      const next = await findNext(rotatingAt(n, folder), NAME, NOWHERE, { id: '', changedAt: 0 });
      if (next === null) continue;
      found++;
      expect(next.id).toBe(first);
    }
    expect(found).toBeGreaterThan(0);
  });
});
