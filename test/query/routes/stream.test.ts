import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';
import type { HttpApp } from '../../../services/lib/http/app.ts';
import { createLog } from '../../../services/lib/log.ts';
import type { LiveState } from '../../../services/live/live-state.ts';
import { createMirror } from '../../../services/live/mirror.ts';
import { createQueryApp } from '../../../services/query/app.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
/** A board of some megabytes, so that a few of them fill what the system keeps for a connection. */
const QUEUES = 12_000;
const center = parseContactCenter('', 'test.yaml');

const apps: HttpApp[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** The query service with a mirror in which a call was answered in each queue. */
async function startApp(): Promise<{ app: HttpApp; url: string }> {
  const clickhouse = {
    async query() {
      throw new LinewatchError('CLICKHOUSE_UNAVAILABLE', 'away', { retriable: true });
    },
  } as unknown as ClickHouse;
  const mirror = createMirror();
  for (let i = 0; i < QUEUES; i++) {
    const stay = {
      ...{ queue: `queue-${i}`, team: '', agent: 'a1', priority: 'normal', customerTier: '', policy: '' },
      ...{ at: NOW - 60_000, state: 'answered' as const, label: '', valueMs: 5_000, targetMs: 20_000 },
    };
    mirror.apply(
      {
        ...{ stream: 'chats', conversationId: `c${i}`, openedAt: NOW, channel: 'voice', version: 1 },
        ...{ facts: [], lately: { stays: [stay], handled: [] } },
      },
      NOW,
    );
  }
  const live = {
    ...{ mirror: () => mirror, status: () => 'live', close() {}, reaches: () => true },
    freshness: () => ({ asOf: NOW, lagMs: 0 }),
  } as LiveState;
  const app = await createQueryApp({
    ...{ clickhouse, center: () => center, metrics: new Registry(), checks: {}, live },
    ...{ log: createLog({ level: 'silent' }), now: () => NOW },
  });
  apps.push(app);
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

/** Somebody who asks for the stream and reads none of it. */
async function listenWithoutReading(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  socket.write(`GET /api/v1/stream HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
  socket.pause();
  return socket;
}

describe('the stream of live boards', () => {
  it('lets go of a client that does not read, and goes on for those who do', async () => {
    const { app, url } = await startApp();
    const connections = promisify(app.server.getConnections.bind(app.server)) as () => Promise<number>;
    const idle = await listenWithoutReading(url);
    while ((await connections()) < 1) await sleep(5);
    const over = new AbortController();
    const reader = (await fetch(`${url}/api/v1/stream`, { signal: over.signal })).body!.getReader();
    expect(await connections()).toBe(2);
    let boards = 0;
    const read = async () => {
      const { value, done } = await reader.read();
      expect(done).toBe(false);
      boards += Buffer.from(value!).toString('latin1').split('event: live').length - 1;
    };
    while ((await connections()) > 1) await read();
    const before = boards;
    while (boards === before) await read();
    over.abort();
    idle.destroy();
  }, 60_000);
});
