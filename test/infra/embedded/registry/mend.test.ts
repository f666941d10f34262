import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { mendRegistry } from '../../../../infra/embedded/registry/mend.ts';
import { startRegistry } from '../../../../infra/embedded/registry/server.ts';
import { schemaText, TOPICS, valueSubject } from '../../../../schemas/index.ts';
import { createRegistryClient } from '../../../../services/lib/avro/registry.ts';

let dataDir: string;
let file: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-mend-'));
  file = path.join(dataDir, 'registry', 'registry.jsonl');
  return () => rm(dataDir, { recursive: true, force: true });
});

const TICKETS = { subject: valueSubject(TOPICS.tickets), schema: schemaText(TOPICS.tickets) };
const CHATS = { subject: valueSubject(TOPICS.chats), schema: schemaText(TOPICS.chats) };
const OWN = { subject: 'own-value', schema: '"string"' };

/** The ids that the schemas have or get. */
async function idsOf(schemas: readonly (typeof OWN)[]): Promise<number[]> {
  const options = { host: '127.0.0.1', port: 0, dataDir: path.dirname(file) };
  const registry = await startRegistry(options);
  const client = createRegistryClient({ url: `http://127.0.0.1:${registry.port}`, timeoutMs: 60_000 });
  const ids: number[] = [];
  for (const { subject, schema } of schemas) ids.push(await client.register(subject, schema));
  await registry.close();
  return ids;
}

test('schemas that were registered have their old ids again, whatever of the file is left', async () => {
  const all = [TICKETS, OWN, CHATS];
  const ids = await idsOf(all);
  const whole = await readFile(file, 'utf8');
  const [first, ...others] = whole.split('\n');
  const flipped = [`${first!.slice(0, 50)}#${first!.slice(51)}`, ...others].join('\n');
  for (const damaged of [whole.slice(0, 100), flipped, '']) {
    await writeFile(file, damaged);
    await expect(idsOf(all)).rejects.toMatchObject({ code: 'REGISTRY_JOURNAL_CORRUPT' });
    await mendRegistry(dataDir);
    expect(await readFile(`${file}.damaged`, 'utf8')).toBe(damaged);
    expect(await idsOf(all)).toEqual(ids);
  }
});

test('lines that are lost are named, and those that somebody has written again are taken', async () => {
  await idsOf([TICKETS, OWN]);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const broken = lines[1]!.replace('string', 'strinG');
  await writeFile(file, [lines[0], broken, ''].join('\n'));
  expect(await mendRegistry(dataDir)).toMatchObject({ kept: 1, dropped: [{ line: 2, text: broken }] });
  const old = { kind: 'register', subject: OWN.subject, version: 1, id: 7, schema: OWN.schema };
  await writeFile(file, `${lines[0]}\n${JSON.stringify(old)}\n`);
  await mendRegistry(dataDir);
  expect(await idsOf([OWN])).toEqual([7]);
});
