import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
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

async function call(registry: EmbeddedRegistry, method: string, pathname: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${registry.port}${pathname}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

test('a restart keeps schemas, ids, deletions and levels', async () => {
  const first = await start();
  for (const name of ['A', 'B', 'C']) {
    await call(first, 'POST', `/subjects/${name}/versions`, {
      schema: `{"type":"enum","name":"${name}","symbols":["x"]}`,
    });
  }
  await call(first, 'DELETE', '/subjects/B');
  await call(first, 'DELETE', '/subjects/C');
  await call(first, 'DELETE', '/subjects/C?permanent=true');
  await call(first, 'PUT', '/config', { compatibility: 'full' });
  await call(first, 'PUT', '/config/A', { compatibility: 'none' });
  await first.close();

  const second = await start();
  expect(await call(second, 'GET', '/subjects')).toEqual(['A']);
  expect(await call(second, 'GET', '/subjects?deleted=true')).toEqual(['A', 'B']);
  expect(await call(second, 'GET', '/schemas/ids/2/versions?deleted=true')).toEqual([
    { subject: 'B', version: 1 },
  ]);
  expect(await call(second, 'GET', '/config')).toEqual({ compatibilityLevel: 'FULL' });
  expect(await call(second, 'GET', '/config/A')).toEqual({ compatibilityLevel: 'NONE' });
  // The id of a schema deleted for good is never given to another: messages with it may still exist.
  expect(await call(second, 'POST', '/subjects/D/versions', { schema: '"string"' })).toEqual({ id: 4 });
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
