import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactCenterFile, loadContactCenter } from '../../services/center/contact-center.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { keepReference } from '../../services/start/reference-data.ts';

describe('the reference data of the simulated center', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewatch-start-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const place = { zone: 'America/Halifax', weekBegins: 4 };

  it('lie in the data folder, with the hours of where it is', async () => {
    const file = await keepReference(folder, place);
    expect(await readdir(folder)).toEqual(['contact-center.yaml']);
    const { calendars, queues, texts } = loadContactCenter(file);
    expect([texts, loadContactCenter().texts]).toEqual([{ read: true }, { read: false }]);
    expect(calendars.office).toMatchObject({ zone: 'America/Halifax' });
    expect(queues.map(({ id }) => id)).toEqual(loadContactCenter().queues.map(({ id }) => id));
  });

  it('stay as somebody has changed them', async () => {
    const file = await keepReference(folder, place);
    await writeFile(file, 'queues: [{ id: mine }]\n');
    expect(await keepReference(folder, { zone: 'Asia/Tokyo', weekBegins: 0 })).toBe(file);
    expect(await readFile(file, 'utf8')).toBe('queues: [{ id: mine }]\n');
  });

  it('are what every command measures by that uses the folder, unless other servers or another file are named', async () => {
    const fileFor = (variables: Record<string, string>) =>
      contactCenterFile(readEnvironment({ DATA_DIR: folder, ...variables }));
    expect(fileFor({})).toBeUndefined();
    const file = await keepReference(folder, place);
    expect(fileFor({})).toBe(file);
    expect(fileFor({ CONTACT_CENTER_CONFIG: 'own.yaml' })).toBe('own.yaml');
    expect(fileFor({ KAFKA_BROKERS: 'kafka:9092' })).toBeUndefined();
  });
});
