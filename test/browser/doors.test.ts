import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, endpointsOf } from '../../services/lib/connections.ts';
import {
  getJson,
  type Product,
  productEnvironment,
  startProduct,
  type TemporaryFolder,
  temporaryFolder,
} from '../support/product.ts';
import { launchBrowser, openPage } from './support/browser.ts';
import { buildProductsViewer } from './support/viewer.ts';

/** A name of somebody else that leads to this machine, as one does after DNS rebinding. */
const EVIL = 'evil.example';

let folder: TemporaryFolder;
let product: Product;
let browser: Browser;
/** Of the site of somebody else, whose pages are empty. */
let elsewhere: Server;
let elsewherePort: number;

beforeAll(async () => {
  await buildProductsViewer();
  folder = await temporaryFolder();
  [product, browser] = await Promise.all([
    productEnvironment(folder.path).then((environment) => startProduct(['--no-simulator'], environment)),
    // Newer Chromium asks before a page may reach the local network; other browsers do not, and must be refused.
    launchBrowser([
      `--host-resolver-rules=MAP ${EVIL} 127.0.0.1`,
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
    ]),
  ]);
  elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Somebody else</title>');
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  elsewherePort = (elsewhere.address() as AddressInfo).port;
});
afterAll(async () => {
  await browser?.close();
  elsewhere?.close();
  await product?.end('SIGINT');
  await folder?.remove();
});

const ports = () => {
  const { QUERY_PORT, COLLECTOR_PORT, REGISTRY_PORT, CLICKHOUSE_PORT } = product.environment;
  return {
    query: QUERY_PORT!,
    collector: COLLECTOR_PORT!,
    registry: REGISTRY_PORT!,
    clickhouse: CLICKHOUSE_PORT!,
  };
};

const EVENT = {
  ...{ event_id: 'e', occurred_at: 1, conversation_id: 'c', opened_at: 1, channel: 'email', source: 'x' },
  ...{ topic: 'tickets', queue: 'billing', actor: { kind: 'customer', id: 'x' } },
  event: { type: 'created', status: 'new', priority: 'normal' },
};

/** What a page tries to send: to which port, where to, and what. */
const CHANGES: readonly [server: keyof ReturnType<typeof ports>, path: string, body: string][] = [
  ['query', '/api/v1/silences', JSON.stringify({ minutes: 60, comment: 'x' })],
  ['query', '/api/v1/alerts/x/acknowledge', ''],
  ['collector', '/v1/events', JSON.stringify(EVENT)],
  ['collector', '/v1/webhooks/chatwoot', '{}'],
  ['registry', '/subjects/evil/versions', JSON.stringify({ schema: '"string"' })],
  ['clickhouse', '/?query=CREATE+DATABASE+evil', ''],
];

const READS: readonly [server: keyof ReturnType<typeof ports>, path: string][] = [
  ['query', '/'],
  ['query', '/api/v1/live/queues'],
  ['query', '/api/v1/query?metrics=offered&from=now-1d&to=now&interval=total'],
  ['query', '/api/v1/stream'],
  ['query', '/openapi.json'],
  ['query', '/metrics'],
  ['collector', '/readyz'],
  ['registry', '/subjects'],
  ['clickhouse', '/?query=SELECT+1'],
];

interface Attempt {
  url: string;
  method?: string;
  body?: string;
  mode?: 'cors' | 'no-cors' | 'same-origin';
  type?: string;
}

/** What the page gets of each attempt: a status and a text, or `blocked` by the browser. */
function attempt(page: Page, attempts: readonly Attempt[]): Promise<(string | [number, string])[]> {
  return page.evaluate(
    (all) =>
      Promise.all(
        all.map(async ({ url, method = 'GET', body, mode = 'cors', type }) => {
          const headers = type === undefined ? {} : { 'content-type': type };
          const init = { method, mode, headers, ...(body === undefined ? {} : { body }) };
          try {
            const answer = await fetch(url, init);
            // A stream that was let through has no end.
            const isStream = answer.headers.get('content-type')?.includes('event-stream');
            return [answer.status, isStream ? 'a stream' : await answer.text()] as [number, string];
          } catch {
            return 'blocked';
          }
        }),
      ),
    attempts,
  );
}

/** Whether anything of what the pages tried has come about. */
async function changes(): Promise<string[]> {
  const environment = readEnvironment(product.environment);
  const clickhouse = connectClickHouse(environment, endpointsOf(environment));
  const names = await clickhouse.query<{ name: string }>({
    sql: "SELECT name FROM system.databases WHERE name = 'evil' UNION ALL SELECT event_id AS name FROM events",
    params: {},
  });
  await clickhouse.close();
  const subjects = (
    await getJson<string[]>({ address: `http://127.0.0.1:${ports().registry}` }, '/subjects')
  ).filter((subject) => subject === 'evil');
  const { silences } = await getJson<{ silences: unknown[] }>(product, '/api/v1/silences');
  return [
    ...names.map(({ name }) => name),
    ...subjects,
    ...silences.map((silence) => JSON.stringify(silence)),
  ];
}

describe('a page whose name was led to this machine', () => {
  it('can neither read nor change anything', async () => {
    for (const server of ['query', 'collector', 'registry', 'clickhouse'] as const) {
      const { page } = await openPage(browser);
      const origin = `http://${EVIL}:${ports()[server]}`;
      // The page itself came before its name was led here; what it asks then goes to the real server.
      await page.route(`${origin}/page`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Somebody else</title>' }),
      );
      await page.goto(`${origin}/page`);
      const reads = READS.filter(([of]) => of === server).map(([, path]) => ({ url: origin + path }));
      const writes = CHANGES.filter(([of]) => of === server).map(([, path, body]) => ({
        ...{ url: origin + path, method: 'POST', body, type: 'application/json' },
      }));
      const answers = await attempt(page, [...reads, ...writes]);
      expect(answers.length).toBeGreaterThan(1);
      for (const [status] of answers) expect(status).toBe(403);
      await page.context().close();
    }
    expect(await changes()).toEqual([]);
  });

  it('is refused where a person follows a link to it', async () => {
    const { page } = await openPage(browser);
    const answer = await page.goto(`http://${EVIL}:${ports().query}/`);
    expect(answer!.status()).toBe(403);
    expect(await answer!.json()).toMatchObject({ code: 'FOREIGN_HOST' });
    await page.context().close();
  });
});

describe('a page of another site', () => {
  const openElsewhere = async () => {
    const { page } = await openPage(browser);
    await page.goto(`http://${EVIL}:${elsewherePort}/`);
    return page;
  };
  const own = (server: keyof ReturnType<typeof ports>, path: string) =>
    `http://127.0.0.1:${ports()[server]}${path}`;

  it('reads nothing: the browser keeps what it may not even get', async () => {
    const page = await openElsewhere();
    const statuses: number[] = [];
    page.on('response', (response) => void statuses.push(response.status()));
    const reads = READS.map(([server, path]) => own(server, path));
    const cors = await attempt(
      page,
      reads.map((url) => ({ url })),
    );
    expect(cors).toEqual(reads.map(() => 'blocked'));
    await attempt(
      page,
      reads.map((url) => ({ url, mode: 'no-cors' as const })),
    );
    expect(statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([403]));
    await page.context().close();
  });

  it('changes nothing, neither by requests that need no permission nor by forms', async () => {
    const page = await openElsewhere();
    const writes = CHANGES.map(([server, path, body]) => ({
      ...{ url: own(server, path), method: 'POST', body },
    }));
    await attempt(
      page,
      writes.flatMap((one) => [
        { ...one, mode: 'no-cors' as const, type: 'text/plain' },
        { ...one, mode: 'cors' as const, type: 'application/json' },
      ]),
    );
    await page.context().close();
    for (const { url } of writes) {
      const page = await openElsewhere();
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        page.evaluate((action) => {
          const form = Object.assign(document.createElement('form'), { method: 'POST', action });
          document.body.append(form);
          form.submit();
        }, url),
      ]);
      expect(answer.status()).toBe(403);
      await page.context().close();
    }
    expect(await changes()).toEqual([]);
  });

  it('cannot put the dashboards into a frame, and a link to them works', async () => {
    const page = await openElsewhere();
    const [framed] = await Promise.all([
      page.waitForResponse((response) => response.url() === own('query', '/')),
      page.evaluate(
        (src) => {
          document.body.append(Object.assign(document.createElement('iframe'), { src }));
        },
        own('query', '/'),
      ),
    ]);
    expect(framed.status()).toBe(403);
    const [followed] = await Promise.all([
      page.waitForResponse((response) => response.request().isNavigationRequest()),
      page.evaluate(
        (href) => {
          document.body.append(Object.assign(document.createElement('a'), { href, id: 'link' }));
          document.getElementById('link')!.click();
        },
        own('query', '/'),
      ),
    ]);
    expect(followed.status()).toBe(200);
    await page.context().close();
  });
});

describe('our own pages', () => {
  it.each(['/', '/docs'])('%s breaks no rule of its own policy', async (path) => {
    const { page, faults } = await openPage(browser);
    const answer = await page.goto(product.address + path, { waitUntil: 'load' });
    const { 'content-security-policy': policy, ...headers } = answer!.headers();
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    if (path === '/') expect(policy).toMatch(/style-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    await page.waitForSelector(path === '/' ? 'article' : '.opblock');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('the stream says the same', async () => {
    const gone = new AbortController();
    const { headers } = await fetch(`${product.address}/api/v1/stream`, { signal: gone.signal });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    gone.abort();
  });
});
