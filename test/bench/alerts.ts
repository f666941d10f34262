import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlaAlert, TicketBody } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle, type Lifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { startServersForTests } from '../support/embedded.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';
import { startRole } from '../support/role-process.ts';
import { atMost, type Bench, figure, percentile } from './report.ts';
import { scaled } from './scale.ts';

const TARGETS = scaled(10_000);
const SPREAD_MS = 60_000;
const BUDGET_MS = 3_600_000;
const FLOW_PER_SECOND = scaled(2_000);
/** Until the first target is due: the conversations must be stored by then. */
const LEAD_MS = 20_000;
/** After the last: what has not come by then is missing. */
const GRACE_MS = 60_000;
/** A reply counts as in time if Kafka has it so long after its target's due time: the default of `settle`. */
const SETTLE_MS = 50;
const TICK_MS = 10;
/** Every second target is fulfilled, so long before it is due. */
const JUST_IN_TIME_MS = 1;

const CENTER = {
  queues: [{ id: 'bench' }],
  policies: [
    { id: 'bench', when: { queue: 'bench' }, targets: [{ metric: 'first_response', within: '1h' }] },
  ],
};

interface Received {
  key: string;
  conversation: string;
  /** From the due time until it is handed over, and until it is decided, ms. */
  delayMs: number;
  decidedMs: number;
  unconfirmed: boolean;
}

/** From the due time of a target to the receiver of a webhook, while other events flow. */
export const alertsBench: Bench = {
  name: 'alerts',
  title: `${TARGETS} targets that come due over ${SPREAD_MS / 1000} s, half of them fulfilled just in time`,
  async run(say) {
    const lifecycle = createLifecycle(() => {});
    try {
      const received: Received[] = [];
      const producer = await startPipeline(lifecycle, (alert) => {
        if (alert.state !== 'firing') return;
        const delayMs = Date.now() - alert.began_at;
        const { idempotency_key: key, unconfirmed } = alert;
        const decidedMs = alert.changed_at - alert.began_at;
        received.push({ key, conversation: alert.conversation_id!, delayMs, decidedMs, unconfirmed });
      });
      const firstDueAt = Date.now() + LEAD_MS;
      const dueAt = (i: number) => firstDueAt + Math.floor((i * SPREAD_MS) / TARGETS);
      await producer.send(
        Array.from({ length: TARGETS }, (_, i) => ticketEvent(i, dueAt(i), dueAt(i) - BUDGET_MS, CREATED)),
      );
      say('the targets run');
      const onItsWay = await flow(producer, firstDueAt + SPREAD_MS, dueAt);
      const missed = Array.from({ length: TARGETS }, (_, i) => i).filter((i) => !isFulfilled(i));
      const giveUpAt = Date.now() + GRACE_MS;
      let told = new Set<string>();
      while (Date.now() < giveUpAt && !missed.every((i) => told.has(idOf(i)))) {
        await sleep(100);
        told = new Set(received.map(({ conversation }) => conversation));
      }
      const delays = received.map(({ delayMs }) => delayMs);
      return [
        atMost('alerts', 'from due to handed over, p50', percentile(delays, 0.5), 250, ' ms'),
        atMost('alerts', 'from due to handed over, p99', percentile(delays, 0.99), 800, ' ms'),
        none('breaches not told', missed.filter((i) => !told.has(idOf(i))).length),
        none('alerts told twice', received.length - new Set(received.map(({ key }) => key)).size),
        none(
          'alerts of targets fulfilled 1 ms before',
          received
            .map(({ conversation }) => Number(conversation.slice(1)))
            .filter((i) => isFulfilled(i) && !onItsWay.has(i)).length,
        ),
        figure(
          'alerts',
          'from due to decided, p50',
          percentile(
            received.map(({ decidedMs }) => decidedMs),
            0.5,
          ),
          ' ms',
        ),
        figure(
          'alerts',
          'alerts marked unconfirmed',
          received.filter(({ unconfirmed }) => unconfirmed).length,
          '',
        ),
        figure('alerts', `replies that Kafka had more than ${SETTLE_MS} ms after`, onItsWay.size, ''),
      ];
    } finally {
      await lifecycle.stop();
    }
  },
};

const CREATED: TicketBody = { type: 'created', status: 'new', priority: 'normal' };
const REPLY: TicketBody = { type: 'message', public: true };

const idOf = (i: number) => `t${i}`;
const isFulfilled = (i: number) => i % 2 === 1;

/** A count that shall be 0; a ratio to 0 means nothing. */
function none(what: string, value: number) {
  return { ...atMost('alerts', what, value, 0, ''), ratio: value === 0 ? 1 : 0 };
}

/** Servers, ingest and alerting, each in a process of its own; gives how to produce. */
async function startPipeline(
  lifecycle: Lifecycle,
  onAlert: (alert: SlaAlert) => void,
): Promise<EventProducer> {
  const endpoints = await lifecycle.start(
    () => startServersForTests({ partitions: 6 }),
    (one) => one.stop(),
  );
  const folder = await lifecycle.start(temporaryFolder, (one) => one.remove());
  const url = await startReceiver(lifecycle, onAlert);
  const secretFile = path.join(folder.path, 'secret');
  const config = path.join(folder.path, 'center.yaml');
  writeFileSync(secretFile, 'secret');
  const alerting = {
    allowNetworks: ['127.0.0.0/8'],
    rules: [{ id: 'breach', kind: 'sla_breach' }],
    channels: [{ id: 'hook', kind: 'webhook', url, secretFile }],
  };
  writeFileSync(config, JSON.stringify({ ...CENTER, alerting }));
  const environment = readEnvironment({ CONTACT_CENTER_CONFIG: config });
  const bare = connectClickHouse(environment, endpoints, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  await bare.close();
  const log = createLog({ level: process.env.LOG_LEVEL ?? 'warn' });
  const kafka = connectKafka(environment, endpoints, 'bench', log);
  const producer = await lifecycle.start(
    async () => createEventProducer(await createAvroProducer(kafka, connectRegistry(endpoints))),
    (one) => one.close(),
  );
  const variables = {
    KAFKA_BROKERS: endpoints.brokers.join(','),
    SCHEMA_REGISTRY_URL: endpoints.registryUrl,
    CLICKHOUSE_URL: endpoints.clickhouseUrl,
    CONTACT_CENTER_CONFIG: config,
    LOG_LEVEL: 'info',
  };
  // Processes of their own, as in production: whoever produces the load takes nothing from them.
  for (const [role, ready] of [
    ['ingest', 'joined the consumer group'],
    ['alerting', 'alerts from now on'],
  ] as const) {
    const started = await lifecycle.start(
      () => startRole(role, variables),
      async (one) => void (await one.end('SIGTERM')),
    );
    await waitUntil(() => started.output().includes(ready));
  }
  return producer;
}

async function startReceiver(lifecycle: Lifecycle, onAlert: (alert: SlaAlert) => void): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      for (const alert of (JSON.parse(Buffer.concat(chunks).toString()) as { alerts: SlaAlert[] }).alerts)
        onAlert(alert);
      response.end();
    });
  });
  await lifecycle.start(
    async () => once(server.listen(0, '127.0.0.1'), 'listening'),
    async () => void server.close(),
  );
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

/**
 * Produces other events and the replies, each at its own time, until `endAt` and all replies are sent. Gives the
 * targets whose reply Kafka acknowledged too late for anybody to know of it: a machine that is busy does that.
 */
async function flow(
  producer: EventProducer,
  endAt: number,
  dueAt: (i: number) => number,
): Promise<ReadonlySet<number>> {
  const late = new Set<number>();
  const startsAt = Date.now();
  const others = loadEvents({ seed: 1, startsAt, rate: FLOW_PER_SECOND });
  let produced = 0;
  let next = 0;
  while (Date.now() < endAt || next < TARGETS) {
    const now = Date.now();
    const batch: OutgoingEvent[] = [];
    const first = next;
    for (; next < TARGETS && dueAt(next) - JUST_IN_TIME_MS <= now; next++) {
      if (isFulfilled(next)) batch.push(ticketEvent(next, dueAt(next), dueAt(next) - JUST_IN_TIME_MS, REPLY));
    }
    for (const due = ((now - startsAt) * FLOW_PER_SECOND) / 1000; produced < due; produced++) {
      batch.push(others.next().value);
    }
    if (batch.length > 0) await producer.send(batch);
    const acknowledgedAt = Date.now();
    for (let i = first; i < next; i++) {
      if (isFulfilled(i) && acknowledgedAt > dueAt(i) + SETTLE_MS) late.add(i);
    }
    await sleep(TICK_MS);
  }
  return late;
}

function ticketEvent(i: number, dueAt: number, occurredAt: number, event: TicketBody): OutgoingEvent {
  return {
    topic: 'contact.tickets',
    value: {
      event_id: `${idOf(i)}-${event.type}`,
      occurred_at: occurredAt,
      conversation_id: idOf(i),
      opened_at: dueAt - BUDGET_MS,
      channel: 'email',
      source: 'bench',
      actor: event.type === 'created' ? { kind: 'customer', id: 'c' } : { kind: 'agent', id: 'a' },
      queue: 'bench',
      customer: null,
      tags: [],
      event,
    },
  };
}
