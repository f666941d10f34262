import { randomUUID } from 'node:crypto';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { createTexts, withoutTexts } from '../center/texts.ts';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import { hashingProducer, peopleHashOf } from '../privacy/people.ts';
import { ownStates } from '../sources/agent-states.ts';
import { customerSecretOf, knownCustomerSecret } from '../sources/customer-secret.ts';
import { createCustomerIds } from '../sources/customers.ts';
import { sourceOf } from '../sources/index.ts';
import { systemClock } from './clock.ts';
import { type ImportCommandOptions, runImport } from './command.ts';

/** Imports a file into Kafka; gives the exit code. */
export async function importFile(
  { environment, endpoints }: ServerContext,
  file: string,
  options: ImportCommandOptions,
): Promise<number> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  const texts = createTexts();
  const center = loadContactCenter(contactCenterFile(environment));
  await texts.follow(center);
  return runImport(file, options, {
    createProducer: async () =>
      withoutTexts(
        hashingProducer(
          createEventProducer(
            await createAvroProducer(
              connectKafka(environment, endpoints, 'import', log),
              connectRegistry(endpoints),
            ),
          ),
          peopleHashOf(environment, center.privacy),
        ),
        texts,
      ),
    sourceOf,
    // What sends nothing leaves nothing behind.
    customers: () =>
      createCustomerIds(
        options.dryRun ? (knownCustomerSecret(environment) ?? randomUUID()) : customerSecretOf(environment),
      ),
    states: ownStates(() => center),
    output: process.stdout,
    clock: systemClock,
    now: Date.now,
    signal: stopping.signal,
  });
}
