import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketBody } from '../../schemas/types.ts';
import { startAlerting } from '../../services/alerting/main.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { DEFAULT_SETTINGS, startIngest } from '../../services/ingest/main.ts';
import { DEFAULT_INGEST_OPTIONS } from '../../services/ingest/options.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import type { RoleContext } from '../../services/lib/role.ts';
import { startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';

const HOUR = 3_600_000;
/**
 * Much longer than the test: what ingest has taken over is not stored meanwhile, unless its partitions move on a machine
 * that is very busy. Alerts that wait for storage come after the test has given up.
 */
const LINGER_MS = 1_200_000;
const BUDGET_MS = HOUR;
const CENTER = {
  queues: [{ id: 'desk' }],
  policies: [{ id: 'p', when: { queue: 'desk' }, targets: [{ metric: 'first_response', within: '1h' }] }],
};
const CREATED: TicketBody = { type: 'created', status: 'new', priority: 'normal' };
const REPLY: TicketBody = { type: 'message', public: true };

const lifecycle = createLifecycle(() => {});
let clickhouse: ClickHouse;
let producer: EventProducer;

beforeAll(async () => {
  const endpoints = await lifecycle.start(
    () => startServersForTests({ partitions: 3 }),
    (one) => one.stop(),
  );
  const folder = await lifecycle.start(temporaryFolder, (one) => one.remove());
  const config = path.join(folder.path, 'center.yaml');
  const alerting = {
    rules: [
      { id: 'breach', kind: 'sla_breach' },
      { id: 'warning', kind: 'sla_warning', left: '2s' },
    ],
    channels: [{ id: 'topic', kind: 'kafka' }],
  };
  writeFileSync(config, JSON.stringify({ ...CENTER, alerting }));
  const environment = readEnvironment({
    ...kafkaSecurity(),
    CONTACT_CENTER_CONFIG: config,
    CLICKHOUSE_DATABASE: `ahead_${randomUUID().slice(0, 8)}`,
  });
  const bare = connectClickHouse(environment, endpoints, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (one) => one.close(),
  );
  const log = createLog({ level: 'silent' });
  const context: RoleContext = { environment, endpoints, lifecycle, log };
  producer = await lifecycle.start(
    async () =>
      createEventProducer(
        await createAvroProducer(
          connectKafka(environment, endpoints, 'test', log),
          connectRegistry(endpoints),
        ),
      ),
    (one) => one.close(),
  );
  await startIngest(context, new Registry(), {
    ...DEFAULT_SETTINGS,
    options: { ...DEFAULT_INGEST_OPTIONS, lingerMs: LINGER_MS },
  });
  await startAlerting(context, new Registry());
});

afterAll(() => lifecycle.stop());

function event(id: string, dueAt: number, occurredAt: number, body: TicketBody): OutgoingEvent {
  return {
    topic: 'contact.tickets',
    value: {
      event_id: `${id}-${body.type}`,
      occurred_at: occurredAt,
      conversation_id: id,
      opened_at: dueAt - BUDGET_MS,
      channel: 'email',
      source: 'test',
      actor: body.type === 'created' ? { kind: 'customer', id: 'c' } : { kind: 'agent', id: 'a' },
      queue: 'desk',
      customer: null,
      tags: [],
      event: body,
    },
  };
}

it('who was missed is told of before anything is stored, and who was answered just in time is not', async () => {
  const dueAt = Date.now() + 4_000;
  await producer.send(['missed', 'answered'].map((id) => event(id, dueAt, dueAt - BUDGET_MS, CREATED)));
  await producer.send([event('answered', dueAt, dueAt - 1, REPLY)]);
  const told = () =>
    clickhouse.query<{ rule: string; id: string; state: string; began: number; unconfirmed: number }>({
      sql: `SELECT rule, conversation_id AS id, state, toUnixTimestamp64Milli(began_at)::Float64 AS began, unconfirmed
FROM alerts FINAL ORDER BY began_at, version`,
      params: {},
    });
  await waitUntil(async () => (await told()).some(({ rule }) => rule === 'breach'));
  expect(await told()).toEqual([
    { rule: 'warning', id: 'missed', state: 'firing', began: dueAt - 2_000, unconfirmed: 0 },
    { rule: 'breach', id: 'missed', state: 'firing', began: dueAt, unconfirmed: 0 },
  ]);
});
