import { Registry } from 'prom-client';
import { createCollectorApp } from '../../services/collector/app.ts';
import {
  type CollectorDeps,
  type CollectorOptions,
  type CollectorSources,
  DEFAULT_COLLECTOR_OPTIONS,
} from '../../services/collector/deps.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import type { KeyedValue } from '../../services/lib/kafka/producer.ts';
import { createLog } from '../../services/lib/log.ts';
import { noOwnStates } from '../../services/sources/agent-states.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';

/** A producer that keeps what it is sent. */
export interface MemoryProducer extends EventProducer {
  sent: OutgoingEvent[];
  /** What the next sends do instead of storing. */
  fail: (() => Promise<void>) | null;
}

export function memoryProducer(): MemoryProducer {
  const producer: MemoryProducer = {
    sent: [],
    fail: null,
    async send(events) {
      if (producer.fail !== null) await producer.fail();
      producer.sent.push(...events);
    },
    close: async () => {},
  };
  return producer;
}

/** A collector that takes the records of no system. */
export const NO_SOURCES: CollectorSources = {
  routes: [],
  sourceOf: () => Promise.reject(new Error('no system is known')),
  customers: createCustomerIds('a secret of the tests'),
  states: noOwnStates,
  secrets: {},
  publicUrl: undefined,
};

export const NOW = Date.parse('2026-01-31T12:00:00Z');

export async function startTestCollector(
  deps: Partial<CollectorDeps> = {},
  options: Partial<CollectorOptions> = {},
) {
  const producer = memoryProducer();
  const metrics = new Registry();
  const letters: KeyedValue[] = [];
  const app = await createCollectorApp(
    {
      producer,
      kafkaReachable: async () => true,
      letters: {
        async send(values) {
          if (producer.fail !== null) await producer.fail();
          letters.push(...values);
        },
      },
      secrets: { zendesk: undefined, intercom: undefined, chatwoot: undefined },
      sources: NO_SOURCES,
      texts: { tools: () => null },
      metrics,
      log: createLog({ level: 'silent' }),
      now: () => NOW,
      ...deps,
    },
    { ...DEFAULT_COLLECTOR_OPTIONS, ...options },
  );

  return {
    app,
    producer,
    /** Dead letters. */
    letters,
    metrics,
    /** Posts a value as JSON, or text and bytes as they are. */
    post: (url: string, body: unknown, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
      }),
    /** One figure of `/metrics`, 0 while nothing was counted. */
    async figure(name: string, labels: Record<string, string> = {}): Promise<number> {
      const metric = await metrics.getSingleMetric(name)!.get();
      const found = metric.values.find((value) =>
        Object.entries(labels).every(([label, wanted]) => value.labels[label] === wanted),
      );
      return found?.value ?? 0;
    },
  };
}

/** A ticket event as a sender may write it, with other fields where a test asks for them. */
export function ticket(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: 'e-1',
    occurred_at: '2026-01-31T11:59:00Z',
    conversation_id: 't-1',
    opened_at: NOW - 60_000,
    channel: 'email',
    source: 'test',
    actor: { kind: 'customer', id: 'c-1' },
    event: { type: 'created', status: 'new' },
    ...fields,
  };
}
