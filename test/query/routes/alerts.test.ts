import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../../services/alerting/alert.ts';
import { createAlertStore } from '../../../services/alerting/store/store.ts';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { createLog } from '../../../services/lib/log.ts';
import { createQueryApp } from '../../../services/query/app.ts';
import { alertOf } from '../../alerting/alerts.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

const NOW = Date.UTC(2026, 2, 5, 12, 5);
const center = parseContactCenter('', 'test.yaml');
let server: ClickHouseForTests;
let clickhouse: ClickHouse;
const database = `alerts_api_${process.pid}`;
let app: Awaited<ReturnType<typeof createQueryApp>>;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  const open = (name: string) =>
    createClickHouse({ url: server.url, database: name, requestTimeoutMs: 15_000 });
  const bare = open('default');
  await migrate(bare, database);
  await bare.close();
  clickhouse = open(database);
  const log = createLog({ level: 'silent' });
  app = await createQueryApp({
    clickhouse,
    center: () => center,
    metrics: new Registry(),
    checks: {},
    log,
    now: () => NOW,
  });
  const firing = alertOf({ id: 'a1', labels: { desk: 'west' } });
  await createAlertStore(clickhouse).save([
    firing,
    alertOf({ id: 'a2', conversationId: 'c2' }),
    alertOf({
      id: 'a2',
      conversationId: 'c2',
      version: 2,
      state: 'resolved',
      reason: 'fulfilled',
      changedAt: NOW - 1_000,
    }),
    alertOf({ id: 'a3', conversationId: 'c3', state: 'recorded' }),
    alertOf({ id: 'a4', conversationId: 'c4', beganAt: NOW - 90 * 86_400_000 }),
  ]);
});

afterAll(async () => {
  await app.close();
  await clickhouse.command(`DROP DATABASE ${database}`);
  await clickhouse.close();
  await server.stop();
});

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const response = await app.inject({ method, url, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
}

describe('alerts', () => {
  it('are there in their newest state; open ones whenever they began', async () => {
    const { body } = await ask('GET', '/api/v1/alerts');
    expect(body.alerts).toMatchObject([
      { id: 'a1', state: 'firing', labels: { desk: 'west' }, value: null, late: false, acknowledged: null },
      { id: 'a2', state: 'resolved', version: 2, reason: 'fulfilled' },
      { id: 'a4', state: 'firing' },
    ]);
  });

  it('are asked for by state and time', async () => {
    const ids = async (query: string) =>
      (await ask('GET', `/api/v1/alerts?${query}`)).body.alerts.map(({ id }: { id: string }) => id);
    expect(await ids('state=recorded')).toEqual(['a3']);
    expect(await ids('state=resolved&from=now-1m')).toEqual([]);
    expect(await ask('GET', '/api/v1/alerts?from=yesterday-ish')).toMatchObject({ status: 400 });
  });

  it('are narrowed to queues, channels and teams; one about none of them is there without a filter only', async () => {
    const began = NOW - 7 * 86_400_000;
    const recorded = (id: string, fields: Partial<Alert>) =>
      alertOf({ id, conversationId: id, state: 'recorded', beganAt: began, changedAt: began, ...fields });
    await createAlertStore(clickhouse).save([
      recorded('f1', { queue: 'billing', channel: 'voice', team: 'north' }),
      recorded('f2', { queue: 'orders', channel: 'chat', team: 'south' }),
      recorded('f3', { queue: '', channel: '', team: '' }),
    ]);
    const ids = async (filter: string) => {
      const url = `/api/v1/alerts?state=recorded&from=${began - 1}&to=${began + 1}${filter}`;
      return (await ask('GET', url)).body.alerts.map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).toEqual(['f1', 'f2', 'f3']);
    expect(await ids('&queue=')).toEqual(['f1', 'f2', 'f3']);
    expect(await ids('&queue=orders')).toEqual(['f2']);
    expect(await ids('&queue=orders&queue=billing')).toEqual(['f1', 'f2']);
    expect(await ids('&queue=orders&queue=billing&channel=voice')).toEqual(['f1']);
    expect(await ids('&channel=chat')).toEqual(['f2']);
    expect(await ids('&team=north')).toEqual(['f1']);
    expect(await ids("&team=') OR 1 --")).toEqual([]);
  });

  it('say who was told, and who could not be', async () => {
    const delivery = {
      alert: alertOf({ id: 'a1' }),
      channel: 'mail',
      outcome: 'failed' as const,
      code: 'MAIL_STATUS_550',
      attempts: 1,
      finishedAt: NOW,
      prompt: true,
    };
    await createAlertStore(clickhouse).saveDeliveries([
      delivery,
      { ...delivery, channel: 'topic', outcome: 'delivered', code: '' },
    ]);
    const { body } = await ask('GET', '/api/v1/alerts');
    const at = new Date(NOW).toISOString();
    expect(body.alerts[0].told).toEqual([
      { channel: 'mail', version: 1, outcome: 'failed', code: 'MAIL_STATUS_550', at },
      { channel: 'topic', version: 1, outcome: 'delivered', code: '', at },
    ]);
    expect(body.alerts[1].told).toEqual([]);
  });

  it('are acknowledged by somebody, and a later note replaces the earlier', async () => {
    const first = await ask('POST', '/api/v1/alerts/a1/acknowledge', { by: 'Kim' });
    expect(first).toMatchObject({ status: 200, body: { id: 'a1', acknowledged: { by: 'Kim', note: '' } } });
    expect(await ask('POST', '/api/v1/alerts/none/acknowledge', { by: 'Kim' })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect(await ask('POST', '/api/v1/alerts/a1/acknowledge', {})).toMatchObject({ status: 400 });
  });
});

describe('annotations', () => {
  it('are spans of alerts that reach into the range, in the words of Grafana', async () => {
    const { body } = await ask('GET', '/api/v1/alerts/annotations?from=now-2m');
    expect(body.alerts.map(({ id }: { id: string }) => id)).toEqual(['a1', 'a2', 'a4']);
    expect(body.alerts[1]).toEqual({
      time: '2026-03-05T12:00:00.000Z',
      timeEnd: new Date(NOW - 1_000).toISOString(),
      title: 'breach',
      text: 'first response · c2 · billing · resolved: fulfilled',
      tags: 'critical,breach,sla_breach,billing',
      id: 'a2',
      queue: 'billing',
      team: '',
      agent: '',
    });
    expect(body.alerts[0]).toMatchObject({ timeEnd: new Date(NOW).toISOString() });
  });

  it('are narrowed as the alerts are', async () => {
    const ids = async (filter: string) => {
      const { body } = await ask('GET', `/api/v1/alerts/annotations?from=now-2m${filter}`);
      return body.alerts.map(({ id }: { id: string }) => id);
    };
    expect(await ids('&queue=billing&queue=orders')).toEqual(['a1', 'a2', 'a4']);
    expect(await ids('&queue=orders')).toEqual([]);
    expect(await ids('&queue=billing&channel=voice')).toEqual([]);
    expect(await ids('&team=north')).toEqual([]);
  });
});

describe('silences', () => {
  const endsAt = new Date(NOW + 3_600_000).toISOString();

  it('are made, listed and ended', async () => {
    const made = await ask('POST', '/api/v1/silences', {
      matchers: { queue: ['billing'] },
      endsAt,
      by: 'Kim',
    });
    expect(made).toMatchObject({ status: 201, body: { startsAt: new Date(NOW).toISOString(), endsAt } });
    expect((await ask('GET', '/api/v1/silences')).body.silences).toEqual([made.body]);
    expect(await ask('DELETE', `/api/v1/silences/${made.body.id}`)).toMatchObject({ status: 204 });
    expect((await ask('GET', '/api/v1/silences')).body.silences).toEqual([]);
    expect(await ask('DELETE', `/api/v1/silences/${made.body.id}`)).toMatchObject({ status: 404 });
  });

  it('match by labels that alerts have; others are refused, with those that there are', async () => {
    const make = (matchers: object) => ask('POST', '/api/v1/silences', { matchers, endsAt, by: 'Kim' });
    const refused = await make({ qeueu: ['billing'], queue: ['billing'] });
    expect(refused).toMatchObject({ status: 400, body: { faults: [{ path: 'matchers.qeueu' }] } });
    expect(refused.body.faults[0].message).toMatch(/severity.*queue.*customer_tier.*desk/);
    // A label that a rule gave an alert which is open.
    const made = await make({ desk: ['west'] });
    expect(made.status).toBe(201);
    await ask('DELETE', `/api/v1/silences/${made.body.id}`);
  });

  it('have an end in the future and something to match', async () => {
    const past = new Date(NOW - 1).toISOString();
    expect(
      await ask('POST', '/api/v1/silences', { matchers: { queue: ['a'] }, endsAt: past, by: 'Kim' }),
    ).toMatchObject({
      status: 400,
      body: { faults: [{ path: 'endsAt' }] },
    });
    expect(await ask('POST', '/api/v1/silences', { matchers: {}, endsAt, by: 'Kim' })).toMatchObject({
      status: 400,
    });
  });
});

it('the stream tells of alerts, and who comes back of those missed', async () => {
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const changed = Date.UTC(2026, 2, 5, 12);
  const ended = new AbortController();
  const response = await fetch(`${address}/api/v1/stream`, {
    headers: { 'last-event-id': String(changed) },
    signal: ended.signal,
  });
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    if (text.includes('event: live')) break;
  }
  ended.abort();
  expect(text).toMatch(/event: alert\ndata: \{"id":"a1"[^\n]*"state":"firing"/);
  expect(text).toMatch(/event: alert\ndata: \{"id":"a2"[^\n]*"state":"resolved"/);
});
