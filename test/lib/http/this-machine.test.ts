import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createHttpApp } from '../../../services/lib/http/app.ts';
import { isOfAnotherSite, namesThisMachine } from '../../../services/lib/http/this-machine.ts';

test('only names of this machine are names of this machine', () => {
  for (const host of ['127.0.0.1', '127.1.2.3:80', 'localhost', 'LocalHost:8080', '[::1]', '[::1]:8080'])
    expect(namesThisMachine(host), host).toBe(true);
  for (const host of [
    ...[
      'evil.example',
      'evil.example:8080',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      'localhost.',
    ],
    ...[
      '0.0.0.0',
      '192.168.0.1',
      '[::]',
      '::1',
      '127.0.0.1:',
      '127.0.0.1:80:80',
      'x@127.0.0.1',
      '127.0.0.1/x',
    ],
    ...['', ' ', '127.0.0.1 ', '2130706433', '0x7f.1', undefined],
  ])
    expect(namesThisMachine(host), host).toBe(false);
});

test('no other text is, whatever it is', () => {
  const own = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i;
  fc.assert(fc.property(fc.string(), (text) => fc.pre(!own.test(text)) ?? !namesThisMachine(text)));
  fc.assert(fc.property(fc.domain(), (name) => !namesThisMachine(name) && !namesThisMachine(`${name}:8080`)));
});

test('a page of another site may be linked to, and nothing else', () => {
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  for (const site of ['cross-site', 'same-site']) {
    const of = { 'sec-fetch-site': site };
    expect(isOfAnotherSite('GET', { ...of, ...link })).toBe(false);
    expect(isOfAnotherSite('POST', { ...of, ...link })).toBe(true);
    expect(isOfAnotherSite('GET', { ...of, ...link, 'sec-fetch-dest': 'iframe' })).toBe(true);
    expect(isOfAnotherSite('GET', { ...of, 'sec-fetch-mode': 'no-cors' })).toBe(true);
    expect(isOfAnotherSite('GET', of)).toBe(true);
  }
  for (const site of ['same-origin', 'none'])
    expect(isOfAnotherSite('POST', { 'sec-fetch-site': site, origin: 'http://a' })).toBe(false);
});

test('browsers that do not say their site are known by their origin', () => {
  const host = '127.0.0.1:8080';
  expect(isOfAnotherSite('POST', { host, origin: 'http://127.0.0.1:8080' })).toBe(false);
  for (const origin of ['http://evil.example', 'http://127.0.0.1:8081', 'null', ''])
    expect(isOfAnotherSite('POST', { host, origin })).toBe(true);
  // Programs say neither.
  expect(isOfAnotherSite('POST', { host })).toBe(false);
});

async function appFor(guard?: () => void) {
  const app = await createHttpApp({
    ...{ log: pino({ level: 'silent' }), title: 'Test', description: '', maxBodyBytes: 1_000 },
    ...{ requestTimeoutMs: 1_000, guard },
  });
  await app.register(async (routes) => {
    routes.get('/figures', () => ({ waiting: 3 }));
    routes.post('/change', () => ({ done: true }));
  });
  return app;
}

test('an app without keys refuses requests under other names, on all of its paths', async () => {
  const app = await appFor();
  for (const url of ['/figures', '/openapi.json', '/nothing-here']) {
    const refused = await app.inject({ url, headers: { host: 'evil.example:8080' } });
    expect(refused.statusCode).toBe(403);
    expect(refused.headers['content-type']).toMatch('application/problem+json');
    expect(refused.json()).toMatchObject({ code: 'FOREIGN_HOST', status: 403 });
    expect(refused.body).not.toContain('waiting');
  }
  expect((await app.inject({ url: '/figures', headers: { host: '[::1]:8080' } })).json()).toEqual({
    waiting: 3,
  });
});

test('and requests of pages of other sites, before anything is done', async () => {
  const app = await appFor();
  const headers = { host: '127.0.0.1:8080', origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
  const post = { method: 'POST', url: '/change' } as const;
  expect((await app.inject({ ...post, headers })).json()).toMatchObject({ code: 'FOREIGN_PAGE' });
  const own = { ...headers, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' };
  expect((await app.inject({ ...post, headers: own })).json()).toEqual({ done: true });
  expect((await app.inject({ ...post, headers: { host: 'localhost' } })).json()).toEqual({ done: true });
});

test('an app with keys is reached under any name', async () => {
  const app = await appFor(() => {});
  const answer = await app.inject({ url: '/figures', headers: { host: 'metrics.example.org' } });
  expect(answer.json()).toEqual({ waiting: 3 });
});

test('every answer tells browsers to run, frame and guess nothing', async () => {
  const app = await appFor();
  for (const url of ['/figures', '/nothing-here']) {
    const { headers } = await app.inject({ url });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
  }
});
