import type { Admin, Kafka } from 'kafkajs';
import { LinewatchError } from '../errors.ts';
import { partitionKey } from '../event-stream.ts';
import { asKafkaError } from './errors.ts';
import { readLimits } from './offsets.ts';

/** Where the partitions of some topics end. */
export interface PartitionEnds {
  /**
   * By `partitionKey`, the offset that the next record will get, of all partitions that hold a record. Rejects
   * (retriable) while Kafka does not answer.
   */
  read(): Promise<ReadonlyMap<string, bigint>>;
  close(): Promise<void>;
}

/** Asks over one connection that stays, made anew after a failure: a request of kafkajs may never come back. */
export function createPartitionEnds(
  kafka: Kafka,
  { topics, timeoutMs }: { topics: readonly string[]; timeoutMs: number },
): PartitionEnds {
  let current: Promise<Admin> | null = null;

  async function connect(): Promise<Admin> {
    const admin = kafka.admin({ retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 2 } });
    await admin.connect();
    return admin;
  }

  async function ask(): Promise<ReadonlyMap<string, bigint>> {
    current ??= connect();
    const admin = await current;
    const ends = new Map<string, bigint>();
    for (const topic of topics) {
      for (const { partition, low, high } of await readLimits(admin, topic)) {
        if (low !== high) ends.set(partitionKey({ topic, partition }), high);
      }
    }
    return ends;
  }

  function hangUp(): Promise<void> {
    const was = current;
    current = null;
    return was === null ? Promise.resolve() : was.then((admin) => admin.disconnect()).catch(() => {});
  }

  return {
    async read() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new LinewatchError('KAFKA_TIMEOUT', `no answer after ${timeoutMs} ms`, { retriable: true }));
        }, timeoutMs);
      });
      const answer = ask();
      answer.catch(() => {});
      try {
        return await Promise.race([answer, late]);
      } catch (error) {
        void hangUp();
        throw asKafkaError(error);
      } finally {
        clearTimeout(timer);
      }
    },
    close: hangUp,
  };
}
