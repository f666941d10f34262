import type { Kafka } from 'kafkajs';
import { TOPICS } from '../../schemas/index.ts';
import type { SchemaRegistry } from '../lib/avro/registry.ts';
import { createLetterReader, type Letter, originOf } from '../lib/kafka/letters.ts';
import { readTopics } from '../lib/kafka/read-topics.ts';
import type { Log } from '../lib/log.ts';

/**
 * Reads the dead-letter topic from its beginning to what was its end at the start. Each record is given once, however
 * often its letter was written; `onLetter` is awaited. Reads under a group of its own and commits nothing.
 */
export async function readLetters(
  { kafka, registry, log }: { kafka: Kafka; registry: SchemaRegistry; log: Log },
  onLetter: (letter: Letter) => Promise<void>,
): Promise<void> {
  const read = createLetterReader(registry);
  const seen = new Set<string>();
  await readTopics({ kafka, log }, 'dead-letters', [TOPICS.deadLetters], async (_, records, heartbeat) => {
    for (const record of records) {
      const letter = await read(record);
      if (letter === null || seen.has(originOf(letter))) continue;
      seen.add(originOf(letter));
      await onLetter(letter);
      await heartbeat();
    }
  });
}
