import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { guard } from '../../services/access/guard.ts';
import { hashOf } from '../../services/access/key.ts';
import { isWithin, type Principal } from '../../services/access/principal.ts';
import type { AccessTable } from '../../services/access/table.ts';
import { createHttpApp, type HttpApp } from '../../services/lib/http/app.ts';
import { createLog } from '../../services/lib/log.ts';

const ADMIN = 'lw_admin';
const MANAGER = 'lw_manager';
const SUPERVISOR = 'lw_supervisor';
const principals = new Map<string, Principal>([
  [hashOf(ADMIN), { name: 'root', role: 'admin', scope: {} }],
  [hashOf(MANAGER), { name: 'mona', role: 'manager', scope: {} }],
  [
    hashOf(SUPERVISOR),
    { name: 'sue', role: 'supervisor', scope: { queue: ['billing', 'returns'], team: ['one'] } },
  ],
]);
const ROWS = [
  { queue: 'billing', team: 'one' },
  { queue: 'billing', team: 'two' },
  { queue: 'sales', team: 'one' },
  { queues: ['sales', 'returns'], team: 'one' },
];
const table: AccessTable = {
  'GET /open': { roles: 'everyone' },
  'GET /filtered': { roles: ['manager', 'supervisor'], narrowed: 'filters' },
  'GET /rows': {
    roles: ['manager', 'supervisor'],
    narrowed: { answer: (rows: object[], scope) => rows.filter((row) => isWithin(scope, row)) },
  },
  'GET /whole': { roles: ['manager', 'supervisor'] },
};

describe('the guard', () => {
  let app: HttpApp;
  const handled: string[] = [];

  beforeAll(async () => {
    app = await createHttpApp({
      log: createLog({ level: 'silent' }),
      title: 'test',
      description: 'test',
      maxBodyBytes: 1_000,
      requestTimeoutMs: 1_000,
      guard: (one) => guard(one, { authenticate: createAuthenticate({ principals, tokens: null }), table }),
    });
    await app.register(async (routes) => {
      const list = z.union([z.string(), z.array(z.string())]).optional();
      routes.addHook('preHandler', async ({ url }) => {
        handled.push(url);
      });
      routes.get('/open', () => ({}));
      routes.get(
        '/filtered',
        { schema: { querystring: z.object({ queue: list, team: list }) } },
        ({ query }) => query,
      );
      routes.get('/rows', () => ROWS);
      routes.get('/whole', () => ({}));
      routes.get('/forgotten', () => ({}));
    });
  });
  afterAll(() => app.close());

  async function get(url: string, key?: string) {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const response = await app.inject({ url, headers });
    return { status: response.statusCode, body: response.json(), headers: response.headers };
  }

  it('lets everybody see what is open', async () => {
    expect((await get('/open')).status).toBe(200);
  });

  it.each([
    ['no key', undefined, 'KEY_NEEDED'],
    ['an unknown key', 'lw_unknown', 'BAD_KEY'],
    ['a token where there are none', 'e30.e30.e30', 'BAD_KEY'],
  ])('refuses %s before anything is done', async (_, key, code) => {
    handled.length = 0;
    const { status, body, headers } = await get('/filtered', key);
    expect([status, body.code, headers['www-authenticate']]).toEqual([401, code, 'Bearer']);
    expect(JSON.stringify(body)).not.toContain(key ?? 'Bearer lw_');
    expect(handled).toEqual([]);
  });

  it('refuses a role that is not named, and leaves what the table forgets to administrators', async () => {
    expect((await get('/filtered', ADMIN)).body.code).toBe('NOT_ALLOWED');
    expect((await get('/forgotten', MANAGER)).status).toBe(403);
    expect((await get('/forgotten', ADMIN)).status).toBe(200);
    expect((await get('/nowhere', MANAGER)).status).toBe(403);
    expect((await get('/nowhere')).status).toBe(401);
  });

  it('shows all to who sees all', async () => {
    expect((await get('/filtered?queue=sales', MANAGER)).body).toEqual({ queue: 'sales' });
    expect((await get('/rows', MANAGER)).body).toEqual(ROWS);
  });

  it('binds the parameters of who sees less', async () => {
    const filtered = async (query: string) => (await get(`/filtered${query}`, SUPERVISOR)).body;
    expect(await filtered('')).toEqual({ queue: ['billing', 'returns'], team: ['one'] });
    expect(await filtered('?queue=&team=one')).toEqual({ queue: ['billing', 'returns'], team: ['one'] });
    expect(await filtered('?queue=returns')).toEqual({ queue: ['returns'], team: ['one'] });
  });

  it.each([
    '?queue=sales',
    '?queue=billing,returns',
    '?queue=billing&queue=sales',
    '?queue=&queue=sales',
    '?team=two',
  ])('refuses who sees less and asks for %s', async (query) => {
    expect((await get(`/filtered${query}`, SUPERVISOR)).body.code).toBe('NOT_ALLOWED');
  });

  it('leaves out rows that are not the caller’s', async () => {
    expect((await get('/rows', SUPERVISOR)).body).toEqual([ROWS[0], ROWS[3]]);
  });

  it('refuses who sees less where nothing keeps the answer to that', async () => {
    expect((await get('/whole', MANAGER)).status).toBe(200);
    expect((await get('/whole', SUPERVISOR)).status).toBe(403);
  });

  it('treats HEAD as GET', async () => {
    const response = await app.inject({ method: 'HEAD', url: '/whole' });
    expect(response.statusCode).toBe(401);
  });

  it('names the request in every answer, by the name it came with if it has a fit one', async () => {
    const named = async (id: string) =>
      (await app.inject({ url: '/open', headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await named('desk-42')).toBe('desk-42');
    expect(await named('a\tb"}')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
