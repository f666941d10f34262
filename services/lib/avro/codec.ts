import avro from 'avsc';
import './bounded-blocks.ts';
import { schemaText, type TopicWithSchema } from '../../../schemas/index.ts';

/** The event body as Avro wraps it: one key, the record's full name. */
type Wrapped = Record<string, { type?: string }>;
interface HasEvent {
  event?: Wrapped | { type: string };
}

const types = new Map<TopicWithSchema, avro.Type>();

/** The Avro type that a topic's values are read as and written with. */
export function typeOf(topic: TopicWithSchema): avro.Type {
  let type = types.get(topic);
  if (type === undefined) {
    type = avro.Type.forSchema(JSON.parse(schemaText(topic)) as avro.Schema);
    types.set(topic, type);
  }
  return type;
}

/** Turns a value of a topic into its Avro body. Throws when the value is not of the topic's schema. */
export function encodeBody(topic: TopicWithSchema, value: object): Buffer {
  const { event } = value as HasEvent;
  if (event === undefined) return typeOf(topic).toBuffer(value);
  const name = `${topic}.${(event as { type: string }).type}`;
  return typeOf(topic).toBuffer({ ...value, event: { [name]: event } });
}

/** Reads values that were written with one schema as what a topic's reader schema says. */
export interface BodyReader<T> {
  /** Throws on bytes that are not of the writer's schema, or that do not use all of the body. */
  read(body: Buffer): T;
}

/**
 * A reader for values of a topic written with `writerSchema` (Avro JSON text).
 * Throws when that schema is no Avro or cannot be resolved to the topic's.
 */
export function createBodyReader<T>(topic: TopicWithSchema, writerSchema: string): BodyReader<T> {
  const reader = typeOf(topic);
  const writer = avro.Type.forSchema(JSON.parse(writerSchema) as avro.Schema);
  const resolver = writer.equals(reader) ? undefined : reader.createResolver(writer);
  return {
    read(body) {
      // avsc's types lack the resolver argument of fromBuffer.
      const decode = reader.fromBuffer as (bytes: Buffer, resolver?: unknown, noCheck?: boolean) => HasEvent;
      const value = decode.call(reader, body, resolver);
      if (value.event !== undefined) value.event = unwrap(value.event as Wrapped);
      return value as T;
    },
  };
}

function unwrap(wrapped: Wrapped): { type: string } {
  for (const name in wrapped) {
    const body = wrapped[name]!;
    body.type = name.slice(name.lastIndexOf('.') + 1);
    return body as { type: string };
  }
  throw new Error('an event without a body');
}
