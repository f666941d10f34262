import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { collectorLimits, doorOf, queryLimits } from '../../services/access/door.ts';
import { hashOf } from '../../services/access/key.ts';
import type { RateLimits } from '../../services/access/limits.ts';
import type { Principal } from '../../services/access/principal.ts';
import type { AccessTable } from '../../services/access/table.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { createHttpApp, type HttpApp } from '../../services/lib/http/app.ts';
import { createLog } from '../../services/lib/log.ts';

const principals = new Map<string, Principal>(
  ['mona', 'rita'].map((name) => [hashOf(`lw_${name}`), { name, role: 'manager', scope: {} }]),
);
const table: AccessTable = {
  'GET /open': { roles: 'everyone' },
  'GET /figures': { roles: ['manager'] },
};

describe('how often one may ask', () => {
  let app: HttpApp;
  let metrics: Registry;
  let handled: number;

  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(async () => {
    vi.useRealTimers();
    await app.close();
  });

  async function start(limits: RateLimits, { keys = true, trustedProxies = [] as string[] } = {}) {
    metrics = new Registry();
    handled = 0;
    app = await createHttpApp({
      log: createLog({ level: 'silent' }),
      title: 'test',
      description: 'test',
      maxBodyBytes: 1_000,
      requestTimeoutMs: 1_000,
      trustedProxies,
      guard: doorOf({
        service: 'test',
        authenticate: keys ? createAuthenticate({ principals, tokens: null }) : undefined,
        table,
        limits,
        metrics,
      }),
    });
    await app.register(async (routes) => {
      for (const url of ['/open', '/figures', '/healthz'])
        routes.get(url, () => {
          handled++;
          return {};
        });
    });
  }

  interface Asked {
    url?: string;
    key?: string;
    from?: string;
    forwardedFor?: string;
  }
  async function ask({ url = '/figures', key, from = '192.0.2.1', forwardedFor }: Asked = {}) {
    const response = await app.inject({
      url,
      remoteAddress: from,
      headers: {
        host: '127.0.0.1',
        ...(key ? { authorization: `Bearer lw_${key}` } : {}),
        ...(forwardedFor ? { 'x-forwarded-for': forwardedFor } : {}),
      },
    });
    return { status: response.statusCode, headers: response.headers, body: response.json() };
  }
  async function statuses(times: number, asked: Asked): Promise<number[]> {
    const all: number[] = [];
    for (let i = 0; i < times; i++) all.push((await ask(asked)).status);
    return all;
  }

  it('is counted by key, and told as every other problem, with when to come again', async () => {
    await start({ perKey: 2, perAddress: 0 });
    expect(await statuses(2, { key: 'mona' })).toEqual([200, 200]);
    vi.setSystemTime(Date.now() + 15_000);
    const { status, headers, body } = await ask({ key: 'mona', from: '198.51.100.7' });
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('45');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      detail: 'this key may ask 2 times a minute',
    });
    expect(handled, 'nothing is done for what is too many').toBe(2);
    expect(await statuses(1, { key: 'rita' }), 'another key').toEqual([200]);
    expect(await metrics.metrics()).toContain(
      'linewatch_http_limited_requests_total{service="test",by="key"} 1',
    );
  });

  it('begins anew after a minute', async () => {
    await start({ perKey: 1, perAddress: 0 });
    expect(await statuses(2, { key: 'mona' })).toEqual([200, 429]);
    vi.setSystemTime(Date.now() + 60_000);
    expect(await statuses(1, { key: 'mona' })).toEqual([200]);
  });

  it('is counted by address for whoever guesses keys, and for pages that need none', async () => {
    await start({ perKey: 0, perAddress: 3 });
    expect(await statuses(2, { key: 'guess' })).toEqual([401, 401]);
    expect(await statuses(2, { url: '/open' })).toEqual([200, 429]);
    expect((await ask({ key: 'mona' })).body.detail).toBe('this address may ask 3 times a minute');
    expect(await statuses(1, { key: 'mona', from: '192.0.2.2' })).toEqual([200]);
  });

  it('takes a network of IPv6 that one customer is given for one address', async () => {
    await start({ perKey: 0, perAddress: 1 });
    expect(await statuses(1, { url: '/open', from: '2001:db8:1:2::1' })).toEqual([200]);
    expect(await statuses(1, { url: '/open', from: '2001:db8:1:2:ffff::1' })).toEqual([429]);
    expect(await statuses(1, { url: '/open', from: '2001:db8:1:3::1' })).toEqual([200]);
  });

  it('does not count the probes of whoever runs it', async () => {
    await start({ perKey: 1, perAddress: 1 });
    expect((await statuses(5, { url: '/healthz', key: 'mona' })).filter((status) => status === 429)).toEqual(
      [],
    );
  });

  it('believes nobody who says on whose behalf it asks, but for the proxies that are named', async () => {
    await start({ perKey: 0, perAddress: 1 });
    const asked = { url: '/open', from: '203.0.113.9' };
    expect(await statuses(1, { ...asked, forwardedFor: '192.0.2.1' })).toEqual([200]);
    expect(await statuses(1, { ...asked, forwardedFor: '192.0.2.2' })).toEqual([429]);
    await app.close();

    await start({ perKey: 0, perAddress: 1 }, { trustedProxies: ['203.0.113.0/24'] });
    expect(await statuses(1, { ...asked, forwardedFor: '192.0.2.1' })).toEqual([200]);
    expect(await statuses(1, { ...asked, forwardedFor: '192.0.2.2' })).toEqual([200]);
    // Only the proxy's own word counts, not what a sender had put before it.
    expect(await statuses(1, { ...asked, forwardedFor: '192.0.2.77, 192.0.2.2' })).toEqual([429]);
    expect(await statuses(1, { ...asked, forwardedFor: 'no address' })).toEqual([200]);
  });

  it('holds without keys too, where it is set', async () => {
    await start({ perKey: 5, perAddress: 1 }, { keys: false });
    expect(await statuses(2, { from: '127.0.0.1' })).toEqual([200, 429]);
  });

  it('has defaults where there are keys, and without keys only what is set', () => {
    const keyless = readEnvironment({});
    expect([queryLimits(keyless), collectorLimits(keyless)]).toEqual([
      { perKey: 0, perAddress: 0 },
      { perKey: 0, perAddress: 0 },
    ]);
    const withKeys = readEnvironment({ ACCESS_CONFIG: 'access.yaml', QUERY_RATE_PER_KEY: '10' });
    expect(queryLimits(withKeys)).toEqual({ perKey: 10, perAddress: 60_000 });
    expect(collectorLimits(withKeys)).toEqual({ perKey: 60_000, perAddress: 120_000 });
    const off = readEnvironment({ ACCESS_CONFIG: 'access.yaml', COLLECTOR_RATE_PER_ADDRESS: '0' });
    expect(collectorLimits(off).perAddress).toBe(0);
  });
});
