import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { AppendFile } from '../../../../../infra/embedded/broker/log/append-file.ts';
import { Flusher, type FlushPolicy } from '../../../../../infra/embedded/broker/log/flusher.ts';
import { silentLog } from '../../../../../infra/embedded/broker/log.ts';
import { temporaryFolder } from '../support/folder.ts';

function appendUnder(policy: FlushPolicy) {
  const file = new AppendFile(path.join(temporaryFolder(), 'file'));
  const sync = vi.spyOn(file, 'sync');
  const flusher = new Flusher(policy, 1, silentLog);
  file.append(Buffer.from('a'));
  return { file, sync, flusher };
}

it('lets nobody wait when it flushes by the interval, and flushes once for many appends', async () => {
  const { file, sync, flusher } = appendUnder('interval');
  expect([flusher.appended(file), flusher.appended(file)]).toEqual([undefined, undefined]);
  expect(sync).not.toHaveBeenCalled();
  await expect.poll(() => sync.mock.calls.length).toBe(1);
});

it('lets everybody wait for the disk when it flushes every batch', async () => {
  const { file, sync, flusher } = appendUnder('every-batch');
  const durable = flusher.appended(file);
  expect(durable).toBe(sync.mock.results[0]!.value);
  await durable;
});

it('does not touch files that are about to be closed', async () => {
  const { file, sync, flusher } = appendUnder('interval');
  const other = appendUnder('interval');
  flusher.appended(file);
  flusher.appended(other.file);
  flusher.forget(file);
  await expect.poll(() => other.sync.mock.calls.length).toBe(1);
  expect(sync).not.toHaveBeenCalled();
});
