import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedRegistry, startRegistry } from '../../../infra/embedded/registry/server.ts';
import { schemaText, TOPICS, TOPICS_WITH_SCHEMA, valueSubject } from '../../../schemas/index.ts';
import { registerSchemas, startRegistration } from '../../../services/lib/avro/registration.ts';
import { createRegistryClient } from '../../../services/lib/avro/registry.ts';
import { readEnvironment } from '../../../services/lib/config/environment.ts';
import { createLifecycle } from '../../../services/lib/lifecycle.ts';
import { freePorts } from '../../support/ports.ts';
import { waitUntil } from '../../support/product.ts';

const CHATS = valueSubject(TOPICS.chats);
const SUBJECTS = TOPICS_WITH_SCHEMA.map(valueSubject).sort();
const FIRST = readFileSync(new URL('../../../schemas/released/chats/1.avsc', import.meta.url), 'utf8');

let dataDir: string;
let port: number;
let registry: EmbeddedRegistry | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-registry-'));
  port = (await freePorts(1))[0]!;
});
afterEach(async () => {
  await registry?.close();
  registry = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

const start = async () => {
  registry = await startRegistry({ host: '127.0.0.1', port, dataDir });
};
const client = () => createRegistryClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 });
async function ask<T>(route: string): Promise<T> {
  return (await (await fetch(`http://127.0.0.1:${port}${route}`)).json()) as T;
}
const latest = (subject: string) =>
  ask<{ id: number; version: number; schema: string }>(`/subjects/${subject}/versions/latest`);

describe('registering all schemas', () => {
  it('gives every topic a subject with the schema of today', async () => {
    await start();
    await registerSchemas(client());
    expect((await ask<string[]>('/subjects')).sort()).toEqual(SUBJECTS);
    for (const topic of TOPICS_WITH_SCHEMA) {
      expect(JSON.parse((await latest(valueSubject(topic))).schema)).toEqual(JSON.parse(schemaText(topic)));
    }
  });

  it('again changes nothing', async () => {
    await start();
    await registerSchemas(client());
    const before = await Promise.all(SUBJECTS.map(latest));
    await registerSchemas(client());
    expect(await Promise.all(SUBJECTS.map(latest))).toEqual(before);
  });

  it('leaves what an earlier release registered under its id, and makes that of today the latest', async () => {
    await start();
    const first = await client().register(CHATS, FIRST);
    await registerSchemas(client());
    expect(JSON.parse((await client().schemaById(first))!)).toEqual(JSON.parse(FIRST));
    expect(await ask(`/subjects/${CHATS}/versions`)).toEqual([1, 2]);
    expect(JSON.parse((await latest(CHATS)).schema)).toEqual(JSON.parse(schemaText(TOPICS.chats)));
  });

  it('registers the others where one is refused, and says which', async () => {
    await start();
    const stranger = { type: 'record', name: 'Another', fields: [{ name: 'x', type: 'long' }] };
    await client().register(CHATS, JSON.stringify(stranger));
    await expect(registerSchemas(client())).rejects.toMatchObject({
      code: 'SCHEMA_REFUSED',
      message: expect.stringContaining(CHATS),
    });
    expect((await ask<string[]>('/subjects')).sort()).toEqual(SUBJECTS);
  });
});

describe('a role', () => {
  const lines: { code?: string; msg: string }[] = [];
  const lifecycle = createLifecycle(() => {});
  const begin = () =>
    startRegistration(
      {
        environment: readEnvironment({}),
        endpoints: { brokers: [], registryUrl: `http://127.0.0.1:${port}`, clickhouseUrl: '' },
        lifecycle,
        log: pino({}, { write: (line) => void lines.push(JSON.parse(line)) }),
      },
      { minMs: 10, maxMs: 50 },
    );
  afterEach(async () => {
    lines.length = 0;
    await lifecycle.stop();
  });

  it('goes on while the registry is away, and registers when it is there, saying each once', async () => {
    await (await begin()).tried;
    await waitUntil(() => lines.length > 0);
    await start();
    await waitUntil(async () => (await ask<string[]>('/subjects')).length === SUBJECTS.length);
    await waitUntil(() => lines.length > 1);
    expect(lines.map(({ code, msg }) => [code, msg])).toEqual([
      ['REGISTRY_UNAVAILABLE', 'schemas are not registered yet'],
      [undefined, 'schemas are registered'],
    ]);
  });

  it('goes on where a schema is refused', async () => {
    await start();
    await client().register(CHATS, JSON.stringify({ type: 'record', name: 'Another', fields: [] }));
    await (await begin()).tried;
    await waitUntil(() => lines.length > 0);
    expect(lines[0]).toMatchObject({ code: 'SCHEMA_REFUSED' });
    expect((await ask<string[]>('/subjects')).sort()).toEqual(SUBJECTS);
  });
});
