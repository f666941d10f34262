import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import type { ClickHouse, Query } from '../../../services/lib/clickhouse/client.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import type { HttpApp } from '../../../services/lib/http/app.ts';
import { createLog } from '../../../services/lib/log.ts';
import type { Lately } from '../../../services/live/live-fact.ts';
import type { LiveState } from '../../../services/live/live-state.ts';
import { createMirror } from '../../../services/live/mirror.ts';
import { createQueryApp } from '../../../services/query/app.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
const of = { team: '', agent: 'a1', priority: 'normal', customerTier: '', policy: '' };
const answered = (queue: string) => ({
  ...{ ...of, queue, at: NOW - 60_000, state: 'answered' as const, label: '', valueMs: 5_000 },
  targetMs: 20_000,
});
const center = parseContactCenter('', 'test.yaml');

const apps: HttpApp[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** The query service with a mirror of two answered calls, and a ClickHouse that answers nothing. */
async function startApp() {
  const asked: string[] = [];
  const clickhouse = {
    async query({ sql }: Query) {
      asked.push(sql);
      throw new LinewatchError('CLICKHOUSE_UNAVAILABLE', 'away', { retriable: true });
    },
  } as unknown as ClickHouse;
  const mirror = createMirror();
  const tell = (conversationId: string, lately: Lately | null, version = 1) =>
    mirror.apply(
      { stream: 'chats', conversationId, openedAt: NOW, channel: 'voice', version, facts: [], lately },
      NOW,
    );
  tell('a', { stays: [answered('billing')], handled: [] });
  tell('b', { stays: [answered('sales'), { ...answered('sales'), state: 'abandoned' }], handled: [] });
  const live = {
    ...{ mirror: () => mirror, status: () => 'live', close() {}, reaches: () => true },
    freshness: () => ({ asOf: NOW, lagMs: 0 }),
  } as LiveState;
  const app = await createQueryApp({
    ...{ clickhouse, center: () => center, metrics: new Registry(), checks: {}, live },
    ...{ log: createLog({ level: 'silent' }), now: () => NOW },
  });
  apps.push(app);
  asked.length = 0;
  return { app, asked, tell };
}

const board = (app: HttpApp, filter = '') =>
  app.inject({ method: 'GET', url: `/api/v1/live/queues${filter}` });

describe('a live board from memory', () => {
  it('has what ended lately without asking ClickHouse anything, for whatever filters', async () => {
    const { app, asked } = await startApp();
    expect((await board(app)).json()).toMatchObject({
      state: 'live',
      queues: [
        { queue: 'billing', offered: 1, abandoned: 0, serviceLevel: 1 },
        { queue: 'sales', offered: 2, abandoned: 1, serviceLevel: 0.5 },
      ],
    });
    expect((await board(app, '?queue=sales&agent=a1')).json().queues).toMatchObject([{ queue: 'sales' }]);
    expect((await board(app, '?agent=nobody')).json().queues).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('asks for that alone where somebody did not tell what ended', async () => {
    const { app, asked, tell } = await startApp();
    tell('a', null, 2);
    expect((await board(app)).statusCode).toBe(503);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((sql) => /state = 'open'|agent_states/.test(sql))).toEqual([]);
  });

  it('goes on in the stream while ClickHouse is away', async () => {
    const { app } = await startApp();
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const over = new AbortController();
    const response = await fetch(`${url}/api/v1/stream`, { signal: over.signal });
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('event: live')) break;
      await sleep(0);
    }
    over.abort();
    expect(text).toContain('"queue":"sales"');
  });
});
