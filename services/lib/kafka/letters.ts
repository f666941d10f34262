import { TOPICS } from '../../../schemas/index.ts';
import type { DeadLetter } from '../../../schemas/types.ts';
import type { SchemaRegistry } from '../avro/registry.ts';
import { createSchemaReaders } from '../avro/value-reader.ts';
import { bodyOf, schemaIdOf } from '../avro/wire-format.ts';
import type { StreamRecord } from '../event-stream.ts';

/** A record that was given up, put together from its letters. */
export type Letter = Omit<DeadLetter, 'part' | 'parts'>;

/** The stage of records that contact systems wrote and nobody understood; they never were events, nor in Kafka. */
export const SOURCE_STAGE = 'source';

/** Names where a record came from: two letters with the same origin are of the same record. */
export function originOf({
  topic,
  partition,
  offset,
}: Pick<DeadLetter, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * Reads letters from the records of the dead-letter topic and joins those that hold one value. The parts of a letter
 * follow each other in one partition; what a crash of ingest left of a letter is followed by all of it once more.
 */
export function createLetterReader(registry: SchemaRegistry) {
  const readerOf = createSchemaReaders<DeadLetter>(registry, TOPICS.deadLetters);
  const begun = new Map<string, DeadLetter[]>();

  /** The letter that ends with this record, or null: it is no letter, or there is more to come. */
  return async ({ value }: StreamRecord): Promise<Letter | null> => {
    const id = value === null ? null : schemaIdOf(value);
    const reader = id === null ? null : await readerOf(id);
    if (reader === null) return null;
    const letter = reader.read(bodyOf(value!));
    if (letter.parts === 1) return whole([letter]);
    const origin = originOf(letter);
    const parts = letter.part === 0 ? [] : (begun.get(origin) ?? []);
    if (parts.length !== letter.part) return null;
    parts.push(letter);
    begun.set(origin, parts);
    if (parts.length < letter.parts) return null;
    begun.delete(origin);
    return whole(parts);
  };
}

function whole(parts: readonly DeadLetter[]): Letter {
  const { part: _, parts: __, ...first } = parts[0]!;
  const value = first.value === null ? null : Buffer.concat(parts.map((one) => one.value!));
  return { ...first, value };
}
