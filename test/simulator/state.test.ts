import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileState } from '../../services/simulator/state.ts';

const STATE = { seed: 1, profile: 'abc', historyStart: 10, historyEnd: 20, sentThrough: 15 };

describe('a state in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewatch-simulator-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is null at first, and then what was saved last', async () => {
    const state = fileState(join(folder, 'deep', 'state.json'));
    expect(await state.load()).toBeNull();
    await state.save(STATE);
    await state.save({ ...STATE, sentThrough: 18 });
    expect(await state.load()).toEqual({ ...STATE, sentThrough: 18 });
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
  });

  it('survives a crash while it was written', async () => {
    const path = join(folder, 'state.json');
    await fileState(path).save(STATE);
    await writeFile(`${path}.new`, '{"seed": 1, "sent');
    expect(await fileState(path).load()).toEqual(STATE);
  });

  it('is refused when the file holds something else', async () => {
    const path = join(folder, 'state.json');
    await writeFile(path, '{"seed": "one"}');
    await expect(fileState(path).load()).rejects.toMatchObject({ code: 'SIMULATOR_STATE_INVALID' });
    expect(await readFile(path, 'utf8')).toBe('{"seed": "one"}');
  });
});
