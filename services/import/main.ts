import type { Environment } from '../lib/config/environment.ts';
import { connectKafka, connectRegistry, endpointsOf } from '../lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import { createLog } from '../lib/log.ts';
import { systemClock } from './clock.ts';
import { type ImportCommandOptions, runImport } from './command.ts';

/** Imports a file into the Kafka that the environment names; gives the exit code. */
export async function importFile(
  environment: Environment,
  file: string,
  options: ImportCommandOptions,
): Promise<number> {
  const endpoints = endpointsOf(environment);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  return runImport(file, options, {
    createProducer: async () =>
      createEventProducer(
        await createAvroProducer(
          connectKafka(environment, endpoints, 'import', log),
          connectRegistry(endpoints),
        ),
      ),
    output: process.stdout,
    clock: systemClock,
    signal: stopping.signal,
  });
}
