import type { Consumer } from 'kafkajs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INPUT_TOPICS, type InputTopic } from '../../schemas/index.ts';
import { startCollector } from '../../services/collector/main.ts';
import type { EventOf } from '../../services/domain/events/event.ts';
import { createBodyReader } from '../../services/lib/avro/codec.ts';
import { createRegistryClient } from '../../services/lib/avro/registry.ts';
import { bodyOf, schemaIdOf } from '../../services/lib/avro/wire-format.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { ticket } from './harness.ts';

type Event = EventOf<InputTopic>;

interface Received {
  topic: string;
  key: string;
  value: Event;
}

describe('the collector before a Kafka and a registry', () => {
  const log = createLog({ level: 'silent' });
  const lifecycle = createLifecycle(() => {});
  const run = `collector-${process.pid}-${Date.now()}`;
  const received: Received[] = [];
  let wake: () => void = () => {};
  let servers: ServersForTests;
  let consumer: Consumer;
  let address: string;

  beforeAll(async () => {
    servers = await startServersForTests();
    const environment = readEnvironment({ ...kafkaSecurity(), COLLECTOR_PORT: '0' });
    address = await startCollector({ environment, endpoints: servers, lifecycle, log }, new Registry());
    consumer = connectKafka(environment, servers, 'test', log).consumer({
      groupId: run,
      maxWaitTimeInMs: 100,
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...INPUT_TOPICS], fromBeginning: true });
    const registry = createRegistryClient({ url: servers.registryUrl, timeoutMs: 5_000 });
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        const schema = await registry.schemaById(schemaIdOf(message.value!)!);
        const reader = createBodyReader<Event>(topic as InputTopic, schema!);
        const value = reader.read(bodyOf(message.value!));
        if (!value.event_id.startsWith(run)) return;
        received.push({ topic, key: message.key!.toString(), value });
        wake();
      },
    });
  });

  afterAll(async () => {
    await consumer?.disconnect();
    await lifecycle.stop();
    await servers?.stop();
  });

  async function post(body: unknown): Promise<{ status: number; answer: unknown }> {
    const response = await fetch(`${address}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  }

  async function receive(count: number): Promise<void> {
    while (received.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  it('puts what is posted on Kafka, each time it is posted, with the same event id', async () => {
    const agentEvent = {
      event_id: `${run}-2`,
      occurred_at: '2026-01-31T12:00:00Z',
      agent_id: 'a-1',
      source: 'test',
      actor: { kind: 'system' },
      event: { state_changed: { state: 'available', slots: 3 } },
    };
    const events = [ticket({ event_id: `${run}-1` }), agentEvent];
    expect(await post(events)).toEqual({ status: 202, answer: { accepted: 2, rejected: [] } });
    expect(await post(events)).toEqual({ status: 202, answer: { accepted: 2, rejected: [] } });
    await receive(4);

    const of = (topic: InputTopic) => received.filter((one) => one.topic === topic);
    const [first, second] = of('contact.tickets');
    expect(first).toMatchObject({
      key: 't-1',
      value: {
        event_id: `${run}-1`,
        occurred_at: Date.parse('2026-01-31T11:59:00Z'),
        queue: null,
        event: { type: 'created', status: 'new', priority: null },
      },
    });
    expect(second).toEqual(first);
    const [agent, again] = of('contact.agents');
    expect(agent).toMatchObject({
      key: 'a-1',
      value: { event: { type: 'state_changed', state: 'available', slots: 3, slots_busy: null, queues: [] } },
    });
    expect(again).toEqual(agent);
  });

  it('is ready', async () => {
    const response = await fetch(`${address}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ok', checks: { kafka: 'ok' } },
    ]);
  });
});

describe('the collector without a Kafka', () => {
  it('listens, says that it is not ready, and tells senders to come again', async () => {
    const lifecycle = createLifecycle(() => {});
    const environment = readEnvironment({ COLLECTOR_PORT: '0' });
    // Port 1 of the loopback address: nobody listens there.
    const endpoints = {
      brokers: ['127.0.0.1:1'],
      registryUrl: 'http://127.0.0.1:1',
      clickhouseUrl: 'http://127.0.0.1:1',
    };
    const log = createLog({ level: 'silent' });
    const address = await startCollector({ environment, endpoints, lifecycle, log }, new Registry());
    try {
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
      expect((await fetch(`${address}/readyz`)).status).toBe(503);
      const refused = await fetch(`${address}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ticket()),
      });
      expect([refused.status, refused.headers.get('retry-after') !== null]).toEqual([503, true]);
    } finally {
      await lifecycle.stop();
    }
  });

  it('does not listen where others could come in without a key', async () => {
    const lifecycle = createLifecycle(() => {});
    const environment = readEnvironment({ COLLECTOR_PORT: '0', HOST: '0.0.0.0' });
    const endpoints = {
      brokers: ['127.0.0.1:1'],
      registryUrl: 'http://127.0.0.1:1',
      clickhouseUrl: 'http://127.0.0.1:1',
    };
    const log = createLog({ level: 'silent' });
    await expect(
      startCollector({ environment, endpoints, lifecycle, log }, new Registry()),
    ).rejects.toMatchObject({ code: 'KEYS_NEEDED' });
  });
});
