import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LinewatchError } from '../../../services/lib/errors.ts';
import { createHttpApp, type HttpApp } from '../../../services/lib/http/app.ts';
import { createLog } from '../../../services/lib/log.ts';

describe('problems', () => {
  let app: HttpApp;
  beforeAll(async () => {
    app = await createHttpApp({
      log: createLog({ level: 'silent' }),
      title: 'test',
      description: 'test',
      maxBodyBytes: 10,
      requestTimeoutMs: 1_000,
    });
    const querystring = z.object({ n: z.coerce.number(), m: z.coerce.number() });
    app.get('/numbers', { schema: { querystring } }, () => 'ok');
    app.post('/echo', (request) => request.body);
    app.get('/things/:id', () => 'ok');
    app.get('/away', () => {
      throw new LinewatchError('REGISTRY_UNAVAILABLE', 'secret address', { retriable: true });
    });
    app.get('/bug', () => {
      throw new Error('secret value');
    });
  });
  afterAll(() => app.close());

  async function get(url: string) {
    const response = await app.inject(url);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    return { ...response.json(), retryAfter: response.headers['retry-after'] };
  }

  it('have every fault of the parameters at once', async () => {
    expect(await get('/numbers?n=a')).toMatchObject({
      type: 'about:blank',
      status: 400,
      code: 'BAD_REQUEST',
      faults: [{ path: 'n' }, { path: 'm' }],
    });
  });

  it('say when to come again, and not which server is away', async () => {
    const problem = await get('/away');
    expect(problem).toMatchObject({ status: 503, code: 'REGISTRY_UNAVAILABLE', retryAfter: '2' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('do not tell of our own mistakes', async () => {
    const problem = await get('/bug');
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it.each([
    ['a lone %', '/%', 400, 'BAD_URL'],
    ['bytes that are no UTF-8', '/things/%E0%A4%A', 400, 'BAD_URL'],
    ['too long a part', `/things/${'x'.repeat(3_000)}`, 414, 'URL_TOO_LONG'],
  ])(
    'are what an address that no route can be looked up by is answered with: %s',
    async (_, url, status, code) => {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(status);
      expect(response.headers).toMatchObject({
        'content-type': expect.stringMatching(/^application\/problem\+json/),
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.any(String),
      });
      expect(response.json()).toMatchObject({ type: 'about:blank', status, code });
      expect(response.body).not.toContain(url);
    },
  );

  it('have codes of ours for what the framework refuses', async () => {
    const post = async (payload: string, type: string) => {
      const response = await app.inject({
        method: 'POST',
        url: '/echo',
        payload,
        headers: { 'content-type': type },
      });
      return [response.statusCode, response.json().code];
    };
    expect(await post('"12345678901"', 'application/json')).toEqual([413, 'BODY_TOO_LARGE']);
    expect(await post('{', 'application/json')).toEqual([400, 'BAD_REQUEST']);
    expect(await post('<a/>', 'application/xml')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await get('/nowhere')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
