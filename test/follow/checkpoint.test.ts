import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checkpoint, fileCheckpoint } from '../../services/follow/checkpoint.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/product.ts';

const mark = { bytes: 3, hash: 'abc' };
const CHECKPOINT: Checkpoint = {
  system: 'asterisk',
  position: { place: { id: '1:2', head: mark, tail: mark, offset: 9, lines: 1 }, after: 1.5, done: [mark] },
  stateAtBegin: { calls: [] },
  state: { calls: [1] },
};

describe('the checkpoint of a file that is followed', () => {
  let folder: TemporaryFolder;
  let file: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = path.join(folder.path, 'new', 'state.json');
  });

  afterEach(() => folder.remove());

  it('is not there at first, and then as it was saved', async () => {
    const store = fileCheckpoint(file, 'asterisk');
    expect(await store.load()).toBeNull();
    await store.save(CHECKPOINT);
    await store.save({ ...CHECKPOINT, state: { calls: [2] } });
    expect(await store.load()).toEqual({ ...CHECKPOINT, state: { calls: [2] } });
    expect(await readdir(path.dirname(file))).toEqual(['state.json']);
  });

  it('may say that nothing was read yet', async () => {
    const store = fileCheckpoint(file, 'asterisk');
    const begin = { system: 'asterisk', position: { place: null, after: 0, done: [] }, state: { calls: [] } };
    await store.save({ ...begin, stateAtBegin: undefined });
    expect(await store.load()).toEqual(begin);
  });

  it('holds no line of the file', async () => {
    await fileCheckpoint(file, 'asterisk').save(CHECKPOINT);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).position.place)).toEqual([
      'id',
      'head',
      'tail',
      'offset',
      'lines',
    ]);
  });

  it('of another system, or of nothing of ours, is refused with what to do', async () => {
    await fileCheckpoint(file, 'asterisk').save({ ...CHECKPOINT, system: 'twilio' });
    const refused = { code: 'FOLLOW_STATE_INVALID' };
    await expect(fileCheckpoint(file, 'asterisk').load()).rejects.toMatchObject(refused);
    await writeFile(file, '{');
    await expect(fileCheckpoint(file, 'asterisk').load()).rejects.toMatchObject(refused);
  });

  it('on a disk that refuses is told with the file and the reason, and not as a trace of the program', async () => {
    // A file stands where its folder should be.
    await writeFile(path.dirname(file), '');
    const store = fileCheckpoint(file, 'asterisk');
    const unkept = { code: 'FOLLOW_STATE_UNKEPT', message: expect.stringContaining(file) };
    await expect(store.save(CHECKPOINT)).rejects.toMatchObject(unkept);
    await expect(store.load()).rejects.toMatchObject(unkept);
  });
});
