import { expect, it } from 'vitest';
import type { FaultHook } from '../../../infra/embedded/broker/faults.ts';
import type { SchemaRegistry } from '../../../services/lib/avro/registry.ts';
import { createKafka } from '../../../services/lib/kafka/client.ts';
import { createAvroProducer, createEventProducer } from '../../../services/lib/kafka/producer.ts';
import { createLatch } from '../../../services/lib/latch.ts';
import { createLog } from '../../../services/lib/log.ts';
import { PRODUCE } from '../../infra/embedded/broker/support/requests.ts';
import { startedBroker } from '../../infra/embedded/broker/support/started.ts';
import { MONDAY, SMALL, simulate } from '../../simulator/world.ts';

const registry: SchemaRegistry = { register: async () => 1, schemaById: async () => null };

/** Longer than a producer waits when it is closed. */
const ANSWERED_AFTER_MS = 8_000;

it('closes within a few seconds although Kafka leaves unanswered what is on its way', async () => {
  const event = simulate(1, 1, MONDAY, SMALL)[0]!;
  const asked = createLatch();
  const faults: FaultHook = (apiKey) => {
    if (apiKey !== PRODUCE) return undefined;
    asked.open();
    return { delayMs: ANSWERED_AFTER_MS };
  };
  const broker = await startedBroker({ topics: [{ name: event.topic, partitions: 1 }], faults });
  const kafka = createKafka(
    { brokers: [`127.0.0.1:${broker.port}`], clientId: 'test', ssl: false },
    createLog({ level: 'silent' }),
  );
  const producer = createEventProducer(await createAvroProducer(kafka, registry));
  const sending = producer.send([event]);
  await asked.opened;
  const from = performance.now();
  await producer.close();
  const tookMs = performance.now() - from;
  // Answered in the end: a client whose broker goes meanwhile would look for it for ever.
  await sending;
  expect(tookMs).toBeLessThan(0.75 * ANSWERED_AFTER_MS);
});
