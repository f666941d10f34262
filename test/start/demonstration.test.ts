import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { demonstrationOf, type Entry, isWanted } from '../../services/start/demonstration.ts';
import { writeDemonstration } from '../../services/start/write-demonstration.ts';

const END = Date.parse('2026-01-15T09:30:00Z');
const CHANGED = Date.parse('2025-12-11T23:00:00Z');
const ENTRY: Entry = { method: 'POST', path: '/a', body: { by: 'lena' } };
const entry = (path: string): Entry => ({ ...ENTRY, path });

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An API that answers each path with a status, and what it was asked for. */
async function api(statusOf: (path: string) => number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.writeHead(statusOf(request.url!)).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const warned: unknown[] = [];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, asked, warned, log: { warn: (fields: unknown) => void warned.push(fields) } };
}

describe('what the demonstration writes', () => {
  it('is a change, goals and a round that runs at once, and a round that is closed later', () => {
    const { soon, later } = demonstrationOf(END, CHANGED, 'Europe/Berlin');
    const paths = soon.map(({ first }) => first.path);
    expect(paths).toContain('/api/v1/changes/checklist');
    expect(paths.filter((path) => path.startsWith('/api/v1/goals/'))).toHaveLength(3);
    expect(soon.at(-1)!.first.body).toMatchObject({ period: 'quarter', at: '2026-01-15' });
    expect(later[0]!.first.body).toMatchObject({ period: 'month', at: '2025-12-15' });
    const urls = later[0]!.rest.map(({ path }) => path);
    expect(urls.at(-1)).toBe('/api/v1/rounds/billing-2025-12/close');
    expect(urls).toContain('/api/v1/rounds/billing-2025-12/pin');
  });

  it('is nothing where people bring reference data or keys of their own', () => {
    expect(isWanted({ atWork: true, keys: undefined })).toBe(true);
    expect(isWanted({ atWork: false, keys: undefined })).toBe(false);
    expect(isWanted({ atWork: true, keys: 'access.yaml' })).toBe(false);
  });

  it('marks no change where there was none', () => {
    const { soon } = demonstrationOf(END, null, 'Europe/Berlin');
    expect(soon.filter(({ first }) => first.path.includes('changes'))).toEqual([]);
  });

  it('follows what is new, and leaves alone what is there', async () => {
    const { address, asked, warned, log } = await api((path) => (path === '/there' ? 409 : 201));
    const chapters = [
      { first: entry('/new'), rest: [entry('/new/more')] },
      { first: entry('/there'), rest: [entry('/there/more')] },
    ];
    await writeDemonstration(address, chapters, log);
    expect(asked).toEqual(['/new', '/new/more', '/there']);
    expect(warned).toEqual([]);
  });

  it('goes on where something is refused, or nobody answers, and says so', async () => {
    const { address, asked, warned, log } = await api((path) => (path === '/refused' ? 400 : 201));
    const chapters = ['/refused', '/fine'].map((path) => ({ first: entry(path), rest: [] }));
    await writeDemonstration(address, chapters, log);
    expect(asked).toEqual(['/refused', '/fine']);
    expect(warned).toEqual([expect.objectContaining({ path: '/refused', status: 400 })]);
    await writeDemonstration('http://127.0.0.1:1', chapters, log);
    expect(warned).toHaveLength(3);
  });
});
