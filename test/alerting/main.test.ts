import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../schemas/index.ts';
import type { SlaAlert } from '../../schemas/types.ts';
import { startAlerting } from '../../services/alerting/main.ts';
import { createBodyReader } from '../../services/lib/avro/codec.ts';
import { bodyOf } from '../../services/lib/avro/wire-format.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka } from '../../services/lib/connections.ts';
import { createLifecycle, type Lifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';
import { startSmtpServer } from './channels/smtp-server.ts';
import { storeFreshness, storeTargets } from './facts.ts';

const HOUR = 3_600_000;
const log = createLog({ level: 'silent' });
const lifecycle = createLifecycle(() => {});
const received: string[] = [];
const inside: string[] = [];
let config: string;
let servers: ServersForTests;
let clickhouse: ClickHouse;
let environment: ReturnType<typeof readEnvironment>;

beforeAll(async () => {
  servers = await lifecycle.start(startServersForTests, (one) => one.stop());
  const folder = await lifecycle.start(temporaryFolder, (one) => one.remove());
  const secretFile = path.join(folder.path, 'secret');
  writeFileSync(secretFile, 'whsec_test');
  const within = await receiver((request, response) => {
    inside.push(request.url!);
    response.end();
  });
  const good = await receiver((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push(
        ...(JSON.parse(body) as { alerts: SlaAlert[] }).alerts.map((each) => each.idempotency_key),
      );
      response.end();
    });
  });
  const urls = {
    good,
    busy: await receiver((_, response) => response.writeHead(500).end()),
    hanging: await receiver(() => {}),
    resetting: await receiver((request) => request.socket.resetAndDestroy()),
    redirecting: await receiver((_, response) =>
      response.writeHead(307, { location: `${within}redirected` }).end(),
    ),
  };
  config = path.join(folder.path, 'center.yaml');
  const channels = Object.entries(urls).map(([id, url]) => ({ id, kind: 'webhook', url, secretFile }));
  const mail = await lifecycle.start(
    () => startSmtpServer({ EHLO: 'hang' }),
    async (one) => one.close(),
  );
  const letters = {
    kind: 'email',
    port: mail.port,
    tls: 'none',
    from: 'a@example.org',
    to: ['b@example.org'],
  };
  const urlFile = path.join(folder.path, 'url');
  writeFileSync(urlFile, urls.redirecting);
  const forbidden = {
    id: 'forbidden',
    kind: 'webhook',
    url: `${within.replace('127.0.0.1', '[::1]')}direct`,
    secretFile,
  };
  configure(
    [{ id: 'breach', kind: 'sla_breach', severity: 'critical' }],
    [
      { id: 'topic', kind: 'kafka' },
      ...channels,
      forbidden,
      { ...letters, id: 'hanging-mail', host: '127.0.0.1' },
      { ...letters, id: 'forbidden-mail', host: '::1' },
      { id: 'redirecting-chat', kind: 'slack', urlFile },
    ],
  );
  environment = readEnvironment({
    CONTACT_CENTER_CONFIG: config,
    CLICKHOUSE_DATABASE: `alerts_${process.pid}`,
  });
  const bare = connectClickHouse(environment, servers, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, servers),
    (client) => client.close(),
  );
});

afterAll(() => lifecycle.stop());

function configure(rules: readonly object[], channels: readonly object[]): void {
  const limits = { retryFor: '1s', requestTimeout: '8s', allowNetworks: ['127.0.0.0/8'] };
  const calendars = { always: { zone: 'Europe/Berlin', weekly: '24x7' } };
  writeFileSync(config, JSON.stringify({ calendars, alerting: { ...limits, rules, channels } }));
}

async function receiver(listener: RequestListener): Promise<string> {
  const server = await lifecycle.start(
    async () => {
      const one: Server = createServer(listener).listen(0, '127.0.0.1');
      await once(one, 'listening');
      return one;
    },
    async (one) => {
      one.closeAllConnections();
      one.close();
    },
  );
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

/** Alerting as a process of its own would be: with its own connections. */
async function startOne(): Promise<Lifecycle> {
  const own = createLifecycle(() => {});
  const settings = { groupId: 'alerting-test', sessionTimeoutMs: 6_000 };
  await startAlerting({ environment, endpoints: servers, lifecycle: own, log }, new Registry(), settings);
  return own;
}

async function readTopic(): Promise<SlaAlert[]> {
  const kafka = connectKafka(environment, servers, 'reader', log);
  const consumer = kafka.consumer({ groupId: 'reader' });
  const alerts: SlaAlert[] = [];
  const reader = createBodyReader<SlaAlert>(TOPICS.slaAlerts, schemaText(TOPICS.slaAlerts));
  await consumer.connect();
  await consumer.subscribe({ topic: TOPICS.slaAlerts, fromBeginning: true });
  await lifecycle.start(
    () =>
      consumer.run({
        eachMessage: async ({ message }) => void alerts.push(reader.read(bodyOf(message.value!))),
      }),
    () => consumer.disconnect(),
  );
  return alerts;
}

async function outcomes(conversation: string): Promise<Record<string, string>> {
  const rows = await clickhouse.query<{ channel: string; outcome: string; code: string }>({
    sql: `SELECT d.channel AS channel, outcome, code FROM alert_deliveries AS d FINAL
JOIN alerts AS a ON a.alert_id = d.alert_id AND a.version = d.version
WHERE a.conversation_id = {conversation:String}`,
    params: { conversation },
  });
  return Object.fromEntries(rows.map(({ channel, outcome, code }) => [channel, code || outcome]));
}

it('a breach reaches every channel that can be reached, the others end in a noted failure, nothing private is reached', async () => {
  const first = await lifecycle.start(startOne, (one) => one.stop());
  const topic = await readTopic();
  const dueAt = Date.now() + 500;
  await storeTargets(clickhouse, [{ conversationId: 'missed', dueAt, state: 'active', version: 1 }]);
  await storeFreshness(clickhouse, Date.now() + HOUR);
  await waitUntil(async () => Object.keys(await outcomes('missed')).length === 10);
  expect(await outcomes('missed')).toEqual({
    topic: 'delivered',
    good: 'delivered',
    busy: 'OUTGOING_STATUS_500',
    hanging: 'OUTGOING_TIMEOUT',
    resetting: 'OUTGOING_FAILED',
    redirecting: 'OUTGOING_REDIRECTED',
    forbidden: 'OUTGOING_REFUSED',
    'hanging-mail': 'MAIL_ETIMEDOUT',
    'forbidden-mail': 'OUTGOING_REFUSED',
    'redirecting-chat': 'OUTGOING_REDIRECTED',
  });
  expect(inside).toEqual([]);
  await waitUntil(() => topic.length > 0);
  expect(topic).toMatchObject([
    {
      state: 'firing',
      rule: 'breach',
      conversation_id: 'missed',
      began_at: dueAt,
      idempotency_key: received[0],
    },
  ]);

  // A second process stands by, and takes over when the first ends.
  await lifecycle.start(startOne, (one) => one.stop());
  await first.stop();
  await storeTargets(clickhouse, [
    { conversationId: 'missed', dueAt, state: 'breached', version: 2 },
    { conversationId: 'next', dueAt: Date.now(), state: 'active', version: 1 },
  ]);
  // Each at least once: whoever takes over tells again what he does not know to be delivered, by the same key.
  const told = () => new Map(topic.map((alert) => [alert.idempotency_key, alert]));
  await waitUntil(() => told().size >= 3);
  expect([...told().values()].map((alert) => `${alert.conversation_id} ${alert.state}`).sort()).toEqual([
    'missed firing',
    'missed resolved',
    'next firing',
  ]);
  await waitUntil(() => new Set(received).size >= 3);
  expect(new Set(received).size).toBe(3);

  // It follows a changed configuration.
  configure([{ id: 'second', kind: 'sla_breach', during: 'always' }], [{ id: 'topic', kind: 'kafka' }]);
  await waitUntil(() => topic.some(({ rule }) => rule === 'second'));
  await waitUntil(() =>
    topic.some(({ reason, conversation_id: id }) => reason === 'rule_removed' && id === 'next'),
  );
});
