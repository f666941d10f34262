import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedRegistry, startRegistry } from '../../infra/embedded/registry/server.ts';

const external = process.env.SCHEMA_REGISTRY_URL;
let embedded: EmbeddedRegistry | undefined;
let dataDir: string | undefined;
let url: string;
let subject: string;
/** Part of every schema's name, so that none is known to the registry from elsewhere. */
let unique: string;

beforeAll(async () => {
  if (external) {
    url = external.replace(/\/$/, '');
    return;
  }
  dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-registry-'));
  embedded = await startRegistry({ host: '127.0.0.1', port: 0, dataDir });
  url = `http://127.0.0.1:${embedded.port}`;
});
afterAll(async () => {
  await embedded?.close();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  unique = randomUUID().replaceAll('-', '');
  subject = `contract-${unique}-value`;
  return async () => {
    await call('DELETE', `/subjects/${subject}`);
    await call('DELETE', `/subjects/${subject}?permanent=true`);
  };
});

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test states what it expects of the body
  body: any;
}

async function call(method: string, pathname: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}${pathname}`, {
    method,
    headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  expect(response.headers.get('content-type')).toContain('application/vnd.schemaregistry.v1+json');
  return { status: response.status, body: await response.json() };
}

/** A record with these fields, each with a default unless its name says otherwise. */
function record(...fields: string[]): object {
  return {
    type: 'record',
    name: `R${unique}`,
    fields: fields.map((name) => ({
      name,
      type: 'long',
      ...(name.endsWith('Required') ? {} : { default: 0 }),
    })),
  };
}

const register = (schema: object | string, to = subject) =>
  call('POST', `/subjects/${to}/versions`, {
    schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
  });

describe('registering', () => {
  test('gives an id that the schema is found by', async () => {
    const { status, body } = await register(record('a'));
    expect(status).toBe(200);
    expect(body.id).toBeGreaterThan(0);
    const found = await call('GET', `/schemas/ids/${body.id}`);
    expect(JSON.parse(found.body.schema)).toEqual(record('a'));
    const versions = await call('GET', `/schemas/ids/${body.id}/versions`);
    expect(versions.body).toEqual([{ subject, version: 1 }]);
  });

  test('again changes nothing, whatever the blanks', async () => {
    const first = await register(record('a'));
    const second = await register(JSON.stringify(record('a'), null, 4));
    expect(second.body).toMatchObject({ id: first.body.id });
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
  });

  test('under another subject gives the same id', async () => {
    const other = `${subject}-other`;
    const first = await register(record('a'));
    const second = await register(record('a'), other);
    expect(second.body.id).toBe(first.body.id);
    await call('DELETE', `/subjects/${other}`);
    await call('DELETE', `/subjects/${other}?permanent=true`);
  });

  test('counts versions within the subject', async () => {
    const ids = [];
    for (const schema of [record('a'), record('a', 'b'), record('a', 'b', 'c')])
      ids.push((await register(schema)).body.id);
    expect(new Set(ids).size).toBe(3);
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1, 2, 3]);
    const latest = await call('GET', `/subjects/${subject}/versions/latest`);
    expect(latest.body).toMatchObject({ subject, version: 3, id: ids[2] });
    expect((await call('GET', `/subjects/${subject}/versions/2`)).body).toMatchObject({
      version: 2,
      id: ids[1],
    });
    expect((await call('GET', '/subjects')).body).toContain(subject);
  });

  test('side by side gives each schema one id', async () => {
    await call('PUT', `/config/${subject}`, { compatibility: 'NONE' });
    const schemas = Array.from({ length: 20 }, (_, index) => record(`f${index % 5}Required`));
    const ids = await Promise.all(schemas.map(async (schema) => (await register(schema)).body.id));
    expect(new Set(ids).size).toBe(5);
    expect(ids.slice(5)).toEqual([...ids.slice(0, 5), ...ids.slice(0, 5), ...ids.slice(0, 5)]);
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('looking up', () => {
  test('finds the version of a schema', async () => {
    const { body } = await register(record('a'));
    const found = await call('POST', `/subjects/${subject}`, { schema: JSON.stringify(record('a')) });
    expect(found.body).toMatchObject({ subject, version: 1, id: body.id });
  });

  test('says what is not there', async () => {
    const lookUp = (schema: object) =>
      call('POST', `/subjects/${subject}`, { schema: JSON.stringify(schema) });
    expect(await lookUp(record('a'))).toMatchObject({ status: 404, body: { error_code: 40401 } });
    await register(record('a'));
    expect(await lookUp(record('b'))).toMatchObject({ status: 404, body: { error_code: 40403 } });
    const get = (pathname: string) => call('GET', pathname);
    expect(await get(`/subjects/${subject}/versions/9`)).toMatchObject({
      status: 404,
      body: { error_code: 40402 },
    });
    expect(await get(`/subjects/${subject}/versions/x`)).toMatchObject({
      status: 422,
      body: { error_code: 42202 },
    });
    expect(await get(`/subjects/none-${unique}/versions`)).toMatchObject({ body: { error_code: 40401 } });
    expect(await get('/schemas/ids/999999999')).toMatchObject({ status: 404, body: { error_code: 40403 } });
  });
});

describe('compatibility', () => {
  const without = () => record('a');
  const withOptional = () => record('a', 'b');
  const withRequired = () => record('a', 'bRequired');

  // Who reads whose data: a reader needs a default for what the writer does not have.
  test.each([
    ['NONE', 'withRequired', 200],
    ['BACKWARD', 'withRequired', 409],
    ['BACKWARD', 'withOptional', 200],
    ['FORWARD', 'withRequired', 200],
    ['FULL', 'withRequired', 409],
    ['FULL', 'withOptional', 200],
  ] as const)('%s answers a new schema %s with %i', async (level, next, status) => {
    await call('PUT', `/config/${subject}`, { compatibility: level });
    await register(without());
    const answer = await register({ withRequired, withOptional }[next]());
    expect(answer.status).toBe(status);
    if (status === 409) expect(answer.body.error_code).toBe(409);
  });

  test('FORWARD wants what earlier readers have no default for', async () => {
    await call('PUT', `/config/${subject}`, { compatibility: 'FORWARD' });
    await register(withRequired());
    expect((await register(without())).status).toBe(409);
  });

  test.each([
    ['BACKWARD', 200],
    ['BACKWARD_TRANSITIVE', 409],
  ])('%s looks back as far as it should', async (level, status) => {
    await call('PUT', `/config/${subject}`, { compatibility: level });
    await register(without());
    await register(withOptional());
    // Can read the second version, which has b, but not the first one.
    expect((await register(optionalMadeRequired())).status).toBe(status);
  });

  /** The optional field of before, now without its default. */
  function optionalMadeRequired(): object {
    return {
      type: 'record',
      name: `R${unique}`,
      fields: [
        { name: 'a', type: 'long', default: 0 },
        { name: 'b', type: 'long' },
      ],
    };
  }

  test('can be asked for without registering', async () => {
    await register(without());
    const ask = (schema: object, version = 'latest') =>
      call('POST', `/compatibility/subjects/${subject}/versions/${version}`, {
        schema: JSON.stringify(schema),
      });
    expect((await ask(withOptional())).body).toMatchObject({ is_compatible: true });
    expect((await ask(withRequired())).body).toMatchObject({ is_compatible: false });
    expect(await ask(withOptional(), '7')).toMatchObject({ status: 404, body: { error_code: 40402 } });
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
  });

  test('is configured by subject, above what holds for all', async () => {
    expect((await call('GET', '/config')).body.compatibilityLevel).toBeTruthy();
    expect(await call('GET', `/config/${subject}`)).toMatchObject({
      status: 404,
      body: { error_code: 40408 },
    });
    const put = await call('PUT', `/config/${subject}`, { compatibility: 'FULL_TRANSITIVE' });
    expect(put.body).toEqual({ compatibility: 'FULL_TRANSITIVE' });
    expect((await call('GET', `/config/${subject}`)).body).toMatchObject({
      compatibilityLevel: 'FULL_TRANSITIVE',
    });
    expect((await call('DELETE', `/config/${subject}`)).body).toMatchObject({
      compatibilityLevel: 'FULL_TRANSITIVE',
    });
    expect((await call('GET', `/config/${subject}`)).status).toBe(404);
    const bad = await call('PUT', `/config/${subject}`, { compatibility: 'SOMETIMES' });
    expect(bad).toMatchObject({ status: 422, body: { error_code: 42203 } });
  });
});

describe('deleting', () => {
  test('is soft at first and then for good', async () => {
    const { body } = await register(record('a'));
    await register(record('a', 'b'));
    const version = `/subjects/${subject}/versions/1`;
    expect(await call('DELETE', `${version}?permanent=true`)).toMatchObject({ body: { error_code: 40407 } });
    expect((await call('DELETE', version)).body).toBe(1);
    expect((await call('GET', version)).body).toMatchObject({ error_code: 40402 });
    expect((await call('GET', `${version}?deleted=true`)).body).toMatchObject({ version: 1 });
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([2]);
    // What was written with it can still be read.
    expect((await call('GET', `/schemas/ids/${body.id}`)).status).toBe(200);
    expect((await call('DELETE', `${version}?permanent=true`)).body).toBe(1);
    expect((await call('GET', `/schemas/ids/${body.id}`)).status).toBe(404);
  });

  test('a subject hides it, and registering again goes on counting', async () => {
    const { body } = await register(record('a'));
    expect(await call('DELETE', `/subjects/${subject}?permanent=true`)).toMatchObject({
      body: { error_code: 40405 },
    });
    expect((await call('DELETE', `/subjects/${subject}`)).body).toEqual([1]);
    expect(await call('DELETE', `/subjects/${subject}`)).toMatchObject({ body: { error_code: 40404 } });
    expect((await call('GET', '/subjects')).body).not.toContain(subject);
    expect((await call('GET', '/subjects?deleted=true')).body).toContain(subject);
    expect((await register(record('a'))).body.id).toBe(body.id);
    expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([2]);
  });
});

describe('bad input is answered with an error', () => {
  test.each([
    ['no JSON', '{', 400],
    ['no object', '[1]', 400],
    ['no schema', '{}', 422],
    ['an empty schema', '{"schema": ""}', 422],
    ['a schema that is not JSON', '{"schema": "record"}', 422],
    [
      'a type that does not exist',
      '{"schema": "{\\"type\\": \\"recrod\\", \\"name\\": \\"A\\", \\"fields\\": []}"}',
      422,
    ],
    ['a record without fields', '{"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"A\\"}"}', 422],
  ])('%s', async (_case, body, status) => {
    const answer = await call('POST', `/subjects/${subject}/versions`, body);
    expect(answer.status).toBe(status);
    expect(Math.floor(answer.body.error_code / (answer.body.error_code > 1000 ? 100 : 1))).toBe(status);
    expect((await call('GET', '/schemas/types')).body).toContain('AVRO');
  });

  test('a path that does not exist', async () => {
    expect((await call('GET', '/no/such/path')).status).toBe(404);
  });

  test.skipIf(external !== undefined)('more than the embedded registry takes', async () => {
    expect((await register('x'.repeat(3_000_000))).status).toBe(413);
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect((await register(nested)).status).toBe(422);
    expect((await register(record('a'))).status).toBe(200);
  });
});
