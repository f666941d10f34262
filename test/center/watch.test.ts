import { EventEmitter, once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactCenter } from '../../services/center/contact-center.ts';
import { watchContactCenter } from '../../services/center/watch.ts';
import type { Log } from '../../services/lib/log.ts';
import type { FileWatch } from '../../services/lib/watch-file.ts';

let folder: string;
let file: string;
let signals: EventEmitter;
let news: EventEmitter;
let watched: FileWatch;

/** Tells of every line that is logged and of every configuration that is handed over. */
function watchFile(): FileWatch {
  const line = (level: string) => (fields: object, message: string) =>
    news.emit(level, { ...fields, message });
  const log = { info: line('info'), warn: line('warn'), error: line('fault') } as unknown as Log;
  return watchContactCenter({
    path: file,
    signals,
    log,
    onChange: (center) => news.emit('change', center),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'linewatch-config-'));
  file = path.join(folder, 'center.yaml');
  await writeFile(file, 'teams: [{ id: one }]');
  signals = new EventEmitter();
  news = new EventEmitter();
  watched = watchFile();
});

afterEach(async () => {
  watched.close();
  await rm(folder, { recursive: true, force: true });
});

const changed = async () => ((await once(news, 'change')) as [ContactCenter])[0].teams.map(({ id }) => id);

test('a file that is written is read again', async () => {
  const next = changed();
  await writeFile(file, 'teams: [{ id: two }]');
  expect(await next).toEqual(['two']);
});

test('a file that is replaced, as editors and mounted secrets do, is read again, and again', async () => {
  for (const id of ['two', 'three']) {
    const next = changed();
    await writeFile(path.join(folder, 'new'), `teams: [{ id: ${id} }]`);
    await rename(path.join(folder, 'new'), file);
    expect(await next).toEqual([id]);
  }
});

test('SIGHUP reads the file at once', async () => {
  await writeFile(file, 'teams: [{ id: two }]');
  const next = changed();
  let told = false;
  news.once('change', () => {
    told = true;
  });
  signals.emit('SIGHUP');
  expect(told).toBe(true);
  expect(await next).toEqual(['two']);
});

test('a faulty file is refused with all its faults, and a mended one taken', async () => {
  let changes = 0;
  news.on('change', () => changes++);
  const refused = once(news, 'fault');
  await writeFile(file, 'teams: [{ id: "" }]\nqueues: [{ id: q, team: none }]');
  const [{ code, faults }] = (await refused) as [{ code: string; faults: { path: string }[] }];
  expect(code).toBe('BAD_CONTACT_CENTER');
  expect(faults.map((fault) => fault.path)).toEqual(['teams[0].id', 'queues[0].team']);
  expect(changes).toBe(0);

  const next = changed();
  await writeFile(file, 'teams: [{ id: mended }]');
  expect(await next).toEqual(['mended']);
});

test('a file that is gone changes nothing', async () => {
  const refused = once(news, 'fault');
  await rm(file);
  signals.emit('SIGHUP');
  expect((await refused)[0]).toMatchObject({ code: 'ENOENT' });
});

test('after closing, nobody listens', () => {
  watched.close();
  expect(signals.listenerCount('SIGHUP')).toBe(0);
});
