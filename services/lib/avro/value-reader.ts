import type { TopicWithSchema } from '../../../schemas/index.ts';
import { LinewatchError } from '../errors.ts';
import type { StreamRecord } from '../event-stream.ts';
import { type BodyReader, createBodyReader } from './codec.ts';
import type { SchemaRegistry } from './registry.ts';
import { HEADER_BYTES, schemaIdOf } from './wire-format.ts';

/**
 * Readers of a topic's values by the schema that wrote them; null of a schema that there is none of. Only those that exist
 * are kept: one may be registered later. Rejects while the registry is away, and where the schema is not the topic's.
 */
export function createSchemaReaders<Value>(registry: SchemaRegistry, topic: TopicWithSchema) {
  const readers = new Map<number, BodyReader<Value>>();
  return async (id: number): Promise<BodyReader<Value> | null> => {
    const known = readers.get(id);
    if (known !== undefined) return known;
    const schema = await registry.schemaById(id);
    if (schema === null) return null;
    const reader = createBodyReader<Value>(topic, schema);
    readers.set(id, reader);
    return reader;
  };
}

/** Reads values of a topic by the schema that they name; null of what is none. Rejects while the registry is away. */
export function createValueReader<Value>(registry: SchemaRegistry, topic: TopicWithSchema) {
  const readerOf = createSchemaReaders<Value>(registry, topic);
  return async ({ value }: Pick<StreamRecord, 'value'>): Promise<Value | null> => {
    const id = value === null ? null : schemaIdOf(value);
    if (id === null) return null;
    try {
      return (await readerOf(id))?.read(value!, HEADER_BYTES) ?? null;
    } catch (error) {
      if (error instanceof LinewatchError) throw error;
      return null;
    }
  };
}
