import fs from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { AppendFile } from '../../../../../infra/embedded/broker/log/append-file.ts';
import { temporaryFolder } from '../support/folder.ts';

function newFile(): AppendFile {
  return new AppendFile(path.join(temporaryFolder(), 'file'));
}

it('appends behind what is there, also after it was closed', async () => {
  const file = newFile();
  expect(file.append(Buffer.from('abc'))).toBe(0);
  expect(file.append(Buffer.from('de'))).toBe(3);
  await file.close();
  const again = new AppendFile(file.path);
  expect(again.append(Buffer.from('f'))).toBe(5);
  expect(again.read(1, 100).toString()).toBe('bcdef');
  expect(again.read(6, 1)).toHaveLength(0);
});

it('leaves the file as it was when the disk takes only a part', () => {
  const file = newFile();
  file.append(Buffer.from('kept'));
  const real = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
  const write = vi.spyOn(fs, 'writeSync').mockImplementation(((
    fd: number,
    bytes: Buffer,
    at: number,
    _length: number,
    position: number,
  ) => {
    if (at > 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    return real(fd, bytes, at, 2, position);
  }) as typeof fs.writeSync);
  expect(() => file.append(Buffer.from('torn'))).toThrow('no space left');
  write.mockRestore();
  expect(fs.readFileSync(file.path, 'utf8')).toBe('kept');
  expect(file.append(Buffer.from('!'))).toBe(4);
});

it('goes on writing where the disk stopped', () => {
  const file = newFile();
  const real = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
  const write = vi
    .spyOn(fs, 'writeSync')
    .mockImplementation(((fd: number, bytes: Buffer, at: number, _length: number, position: number) =>
      real(fd, bytes, at, 1, position)) as typeof fs.writeSync);
  file.append(Buffer.from('piece by piece'));
  write.mockRestore();
  expect(fs.readFileSync(file.path, 'utf8')).toBe('piece by piece');
});

it('lets everyone who comes while the disk is busy share the next wait', async () => {
  const file = newFile();
  file.append(Buffer.from('a'));
  const first = file.sync();
  file.append(Buffer.from('b'));
  const second = file.sync();
  file.append(Buffer.from('c'));
  const third = file.sync();
  expect(second).toBe(third);
  await Promise.all([first, second, third]);
  await file.sync();
  await file.close();
});
