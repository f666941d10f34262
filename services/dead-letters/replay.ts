import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompressionTypes, type Kafka } from 'kafkajs';
import { asKafkaError } from '../lib/kafka/errors.ts';
import { type Letter, originOf } from '../lib/kafka/letters.ts';
import { createPartitioner } from '../lib/kafka/partitioner.ts';

/** Names, in a header, the record that a replayed one was at first: `<topic>/<partition>/<offset>`. */
const REPLAYED_HEADER = 'linewatch-replayed-from';

/** Puts records back where they came from. */
export interface Replayer {
  replay(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

/**
 * Tells whether a record was not met before, neither itself nor as one of its copies: a replayed record that failed
 * again has a letter too, and would double with every replay. The content counts beside the header, which anybody
 * can write.
 */
export function createFirstOfItsKind(): (letter: Letter) => boolean {
  const met = new Set<string>();
  return (letter) => {
    const content = createHash('sha256')
      .update(letter.key ?? '')
      .update('/')
      .update(letter.value ?? '');
    const name = `${firstOrigin(letter)} ${content.digest('base64')}`;
    if (met.has(name)) return false;
    met.add(name);
    return true;
  };
}

function firstOrigin(letter: Letter): string {
  const header = letter.headers.findLast(({ key }) => key === REPLAYED_HEADER);
  return header?.value?.toString() ?? originOf(letter);
}

/**
 * Produces a letter's record to its topic as it was: same key, value and headers, and one more header that says where
 * it had been at first. Replaying is idempotent: an event counts once by its id, however often it comes, and a record
 * that fails again becomes one more dead letter and nothing else.
 *
 * @param rate records a second.
 */
export async function createReplayer(kafka: Kafka, rate: number): Promise<Replayer> {
  // The same partitioner as all producers: a conversation's records must come to its partition.
  const producer = kafka.producer({
    createPartitioner,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  let nextAt = performance.now();
  return {
    async replay(letter) {
      const { topic, key, value, headers } = letter;
      const waitMs = nextAt - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      nextAt = Math.max(nextAt, performance.now()) + 1_000 / rate;
      const kept = headers.filter((header) => header.key !== REPLAYED_HEADER && header.value !== null);
      const grouped: Record<string, (Buffer | string)[]> = {};
      for (const header of kept) grouped[header.key] = [...(grouped[header.key] ?? []), header.value!];
      grouped[REPLAYED_HEADER] = [firstOrigin(letter)];
      try {
        await producer.send({
          topic,
          messages: [{ key, value, headers: grouped }],
          acks: -1,
          compression: CompressionTypes.None,
        });
      } catch (error) {
        throw asKafkaError(error);
      }
    },
    close: () => producer.disconnect(),
  };
}
