import { INPUT_TOPICS, type InputTopic } from '../../../schemas/index.ts';
import type { EventOf } from '../../domain/events/event.ts';
import { type BodyReader, createBodyReader, createTextCutter } from '../../lib/avro/codec.ts';
import type { SchemaRegistry } from '../../lib/avro/registry.ts';
import { HEADER_BYTES, schemaIdOf } from '../../lib/avro/wire-format.ts';
import type { StreamRecord } from '../../lib/event-stream.ts';
import { dead, type Outcome, ok } from '../outcome.ts';

type Reader =
  | (BodyReader<EventOf<InputTopic>> & { cutText: ReturnType<typeof createTextCutter> })
  | 'incompatible_schema';

/** Ids are Java's positive ints; a registry is not asked for others. */
const MAX_SCHEMA_ID = 0x7fff_ffff;

/** The first stage: Kafka's bytes become an event, by the schema that they name. */
export interface Decode {
  /** Schema ids of these records that are not known; `learn` them, then call `decode` before anything else runs. */
  missing(topic: InputTopic, records: readonly StreamRecord[]): number[];
  /** Asks the registry for a schema. Rejects (retriable) while it is away. */
  learn(topic: InputTopic, id: number): Promise<void>;
  decode(topic: InputTopic, record: StreamRecord): Outcome<EventOf<InputTopic>>;
  /** The value of a record that was decoded, without the text of a message; null where it cannot be taken out. */
  withoutText(topic: InputTopic, record: StreamRecord): Buffer | null;
}

/** @param maxBytes values above it are dead letters: no event is that large, and each is held in memory. */
export function createDecode(registry: SchemaRegistry, options: { maxBytes: number }): Decode {
  // Only schemas that exist are kept: garbage names any number of others, and one may be registered later.
  const readers = new Map<InputTopic, Map<number, Reader>>(INPUT_TOPICS.map((topic) => [topic, new Map()]));
  const of = (topic: InputTopic) => readers.get(topic)!;

  return {
    missing(topic, records) {
      const known = of(topic);
      const ids = new Set<number>();
      for (const { value } of records) {
        const id = value === null ? null : schemaIdOf(value);
        if (id !== null && id <= MAX_SCHEMA_ID && !known.has(id)) ids.add(id);
      }
      return [...ids];
    },
    async learn(topic, id) {
      const text = await registry.schemaById(id);
      if (text !== null) of(topic).set(id, readerOf(topic, text));
    },
    withoutText(topic, { value }) {
      const reader = value === null ? undefined : of(topic).get(schemaIdOf(value) ?? -1);
      if (reader === undefined || reader === 'incompatible_schema') return null;
      try {
        return reader.cutText(value!, HEADER_BYTES);
      } catch {
        return null;
      }
    },
    decode(topic, { value }) {
      if (value === null || value.length === 0)
        return dead('decode', 'empty_value', 'the record has no value');
      if (value.length > options.maxBytes) {
        return dead('decode', 'too_large', `the value has more than ${options.maxBytes} bytes`);
      }
      const id = schemaIdOf(value);
      if (id === null)
        return dead('decode', 'not_wire_format', 'the value does not begin with 0 and a schema id');
      const reader = of(topic).get(id);
      if (reader === undefined) return dead('decode', 'unknown_schema', `the registry has no schema ${id}`);
      if (reader === 'incompatible_schema') {
        return dead('decode', reader, `schema ${id} cannot be read as an event of ${topic}`);
      }
      try {
        return ok(reader.read(value, HEADER_BYTES));
      } catch {
        // The message of avsc may quote the value.
        return dead('decode', 'undecodable', `the value is not of schema ${id}`);
      }
    },
  };
}

function readerOf(topic: InputTopic, schema: string): Reader {
  try {
    return { ...createBodyReader<EventOf<InputTopic>>(topic, schema), cutText: createTextCutter(schema) };
  } catch {
    return 'incompatible_schema';
  }
}
