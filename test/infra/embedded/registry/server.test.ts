import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type EmbeddedRegistry, startRegistry } from '../../../../infra/embedded/registry/server.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-registry-'));
  return () => rm(dataDir, { recursive: true, force: true });
});

const start = () => startRegistry({ host: '127.0.0.1', port: 0, dataDir });

/** Of an enum with this name. */
const schemaOf = (name: string) => `{"type":"enum","name":"${name}","symbols":["x"]}`;

async function register(registry: EmbeddedRegistry, name: string): Promise<number> {
  const { id } = await call(registry, 'POST', `/subjects/${name}/versions`, { schema: schemaOf(name) });
  return id;
}

async function call(registry: EmbeddedRegistry, method: string, pathname: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${registry.port}${pathname}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

test('a restart keeps schemas, ids, deletions and levels', async () => {
  const first = await start();
  const [a, b, c] = [await register(first, 'A'), await register(first, 'B'), await register(first, 'C')];
  expect(new Set([a, b, c]).size).toBe(3);
  await call(first, 'DELETE', '/subjects/B');
  await call(first, 'DELETE', '/subjects/C');
  await call(first, 'DELETE', '/subjects/C?permanent=true');
  await call(first, 'PUT', '/config', { compatibility: 'full' });
  await call(first, 'PUT', '/config/A', { compatibility: 'none' });
  await first.close();

  const second = await start();
  expect(await call(second, 'GET', '/subjects')).toEqual(['A']);
  expect(await call(second, 'GET', '/subjects?deleted=true')).toEqual(['A', 'B']);
  expect(await call(second, 'GET', `/schemas/ids/${b}/versions?deleted=true`)).toEqual([
    { subject: 'B', version: 1 },
  ]);
  expect(await call(second, 'GET', '/config')).toEqual({ compatibilityLevel: 'FULL' });
  expect(await call(second, 'GET', '/config/A')).toEqual({ compatibilityLevel: 'NONE' });
  expect(await register(second, 'D')).not.toBe(c);
  await second.close();
});

test('a schema keeps everything but its blanks', async () => {
  const registry = await start();
  const schema =
    '{"type": "record", "name": "A",\n "fields": [{"name": "a", "type": "double", "default": 1.50, "doc": "two  \\"blanks"}]}';
  const { id } = await call(registry, 'POST', '/subjects/A/versions', { schema });
  expect((await call(registry, 'GET', `/schemas/ids/${id}`)).schema).toBe(
    '{"type":"record","name":"A","fields":[{"name":"a","type":"double","default":1.50,"doc":"two  \\"blanks"}]}',
  );
  await registry.close();
});

test('a port in use is an error, and nothing stays half-started', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(startRegistry({ host: '127.0.0.1', port, dataDir })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  other.close();
  await (await start()).close();
});

test('an id is of its schema alone: a registry that has lost everything gives the same ones', async () => {
  const first = await start();
  const ids = [await register(first, 'A'), await register(first, 'B')];
  await first.close();
  await rm(dataDir, { recursive: true });
  const second = await start();
  expect([await register(second, 'B'), await register(second, 'A')]).toEqual(ids.reverse());
  await second.close();
});

test('a damaged file stops the start, and says what can be done', async () => {
  const first = await start();
  for (const name of ['A', 'B', 'C']) await register(first, name);
  await first.close();
  const file = path.join(dataDir, 'registry.jsonl');
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, 100));
  await expect(start()).rejects.toMatchObject({
    code: 'REGISTRY_JOURNAL_CORRUPT',
    message: expect.stringMatching(/has 100 of \d+ bytes.*guarantees\.md/),
  });
  await writeFile(file, whole);
  await (await start()).close();
});

test('a folder of before there were checksums keeps its ids, and what comes is protected', async () => {
  const file = path.join(dataDir, 'registry.jsonl');
  const old = ['A', 'B'].map((name, i) =>
    JSON.stringify({ kind: 'register', subject: name, version: 1, id: i + 1, schema: schemaOf(name) }),
  );
  await writeFile(file, `${old.join('\n')}\n`);
  const first = await start();
  expect([await register(first, 'A'), await register(first, 'B')]).toEqual([1, 2]);
  const id = await register(first, 'C');
  await first.close();
  const second = await start();
  expect([await register(second, 'A'), await register(second, 'C')]).toEqual([1, id]);
  await second.close();
  expect((await readFile(file, 'utf8')).startsWith(old.join('\n'))).toBe(true);
});
