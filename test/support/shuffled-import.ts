import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { systemClock } from '../../services/import/clock.ts';
import { importCsv } from '../../services/import/import.ts';
import { loadMapping } from '../../services/import/load-mapping.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry, endpointsOf } from '../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLog } from '../../services/lib/log.ts';

const BATCH = 2_000;

/** Produces the events of a CSV file in an order that only the seed decides. Gives how many. */
export async function produceShuffled(
  environment: Record<string, string>,
  file: string,
  mapping: string,
  seed: number,
): Promise<number> {
  const events = await eventsOf(file, mapping);
  shuffle(events, seed);
  const variables = readEnvironment(environment);
  const endpoints = endpointsOf(variables);
  const kafka = connectKafka(variables, endpoints, 'test', createLog({ level: 'silent' }));
  const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(endpoints)));
  for (let i = 0; i < events.length; i += BATCH) await producer.send(events.slice(i, i + BATCH));
  await producer.close();
  return events.length;
}

async function eventsOf(file: string, mapping: string): Promise<OutgoingEvent[]> {
  const events: OutgoingEvent[] = [];
  await importCsv({
    file,
    mapping: loadMapping(mapping),
    producer: {
      async send(batch) {
        events.push(...batch);
      },
      async close() {},
    },
    clock: systemClock,
    signal: new AbortController().signal,
  });
  return events;
}

/** Fisher and Yates' shuffle over a linear congruential generator (Numerical Recipes' constants). */
function shuffle(items: unknown[], seed: number): void {
  let state = seed >>> 0;
  for (let i = items.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}
