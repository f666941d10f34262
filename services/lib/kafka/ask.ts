import type { Admin, Kafka } from 'kafkajs';
import { LinewatchError } from '../errors.ts';
import { asKafkaError } from './errors.ts';

/**
 * Asks Kafka something over a connection of its own. Rejects with a `KAFKA_*` code, and after `timeoutMs` whatever
 * kafkajs does: a request of its whose connection breaks at the wrong moment never comes back.
 */
export async function askKafka<T>(
  kafka: Kafka,
  timeoutMs: number,
  ask: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin({ retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 2 } });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new LinewatchError('KAFKA_TIMEOUT', `no answer after ${timeoutMs} ms`, { retriable: true })),
      timeoutMs,
    );
  });
  const answer = admin.connect().then(() => ask(admin));
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    throw asKafkaError(error);
  } finally {
    clearTimeout(timer);
    admin.disconnect().catch(() => {});
  }
}
