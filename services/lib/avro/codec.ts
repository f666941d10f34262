import avro from 'avsc';
import './bounded-blocks.ts';
import { schemaText, type TopicWithSchema } from '../../../schemas/index.ts';
import { getOrInsert } from '../get-or-insert.ts';
import { HEADER_BYTES, writeHeader } from './wire-format.ts';

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
  return written(topic, value, 0);
}

/** The same in Confluent's wire format. */
export function encodeFramed(schemaId: number, topic: TopicWithSchema, value: object): Buffer {
  const bytes = written(topic, value, HEADER_BYTES);
  writeHeader(bytes, schemaId);
  return bytes;
}

/** What a value is written into first: avsc alone has room for 1 KiB, and writes anything longer twice. */
const scratch = Buffer.allocUnsafe(262_144);

/** @param from where the body begins; what is before it holds nothing yet */
function written(topic: TopicWithSchema, value: object, from: number): Buffer {
  const type = typeOf(topic);
  const given = wrapped(topic, value);
  const end = type.encode(given, scratch, from);
  if (end < 0) return Buffer.concat([Buffer.alloc(from), type.toBuffer(given)]);
  const bytes = Buffer.allocUnsafe(end);
  scratch.copy(bytes, from, from, end);
  return bytes;
}

function wrapped(topic: TopicWithSchema, value: object): object {
  const { event } = value as HasEvent;
  if (event === undefined) return value;
  return { ...value, event: { [`${topic}.${(event as { type: string }).type}`]: event } };
}

/** Reads values that were written with one schema as what a topic's reader schema says. */
export interface BodyReader<T> {
  /**
   * Reads the body that begins at `from` and reaches to the end of `bytes`.
   * Throws on bytes that are not of the writer's schema, and when some are left over.
   */
  read(bytes: Buffer, from?: number): T;
}

/**
 * A reader for values of a topic written with `writerSchema` (Avro JSON text).
 * Throws when that schema is no Avro or cannot be resolved to the topic's.
 */
export function createBodyReader<T>(topic: TopicWithSchema, writerSchema: string): BodyReader<T> {
  const reader = typeOf(topic);
  const writer = avro.Type.forSchema(JSON.parse(writerSchema) as avro.Schema);
  const resolver = writer.equals(reader) ? undefined : reader.createResolver(writer);
  // avsc's types lack the resolver argument.
  const decode = reader.decode as Decode;
  return {
    read(bytes, from = 0) {
      const { value, offset } = decode.call(reader, bytes, from, resolver);
      if (offset !== bytes.length)
        throw new Error(offset < 0 ? 'the body is cut off' : 'the body is too long');
      if (value.event !== undefined) value.event = unwrap(value.event as Wrapped);
      return value as T;
    },
  };
}

/**
 * Writes values anew without the text of a message, by the schema that they were written with; what has none is given
 * back as it is.
 */
export function createTextCutter(writerSchema: string): (bytes: Buffer, from: number) => Buffer {
  const writer = avro.Type.forSchema(JSON.parse(writerSchema) as avro.Schema);
  return (bytes, from) => {
    const value = writer.fromBuffer(bytes.subarray(from)) as { event?: Record<string, { text?: unknown }> };
    const bodies = Object.values(value.event ?? {}).filter((body) => typeof body?.text === 'string');
    if (bodies.length === 0) return bytes;
    // A producer's own schema may have a text that cannot be null.
    for (const nothing of [null, '']) {
      for (const body of bodies) body.text = nothing;
      if (writer.isValid(value)) break;
    }
    return Buffer.concat([bytes.subarray(0, from), writer.toBuffer(value)]);
  };
}

type Decode = (bytes: Buffer, from: number, resolver?: unknown) => { value: HasEvent; offset: number };

/**
 * The last parts of record names. One string a type, as its users compare types all the time, and comparing a
 * string with itself is free.
 */
const typeNames = new Map<string, string>();

function unwrap(wrapped: Wrapped): { type: string } {
  for (const name in wrapped) {
    const body = wrapped[name]!;
    body.type = getOrInsert(typeNames, name, () => intern(name.slice(name.lastIndexOf('.') + 1)));
    return body as { type: string };
  }
  throw new Error('an event without a body');
}

/** Names of properties are kept once by the engine, as literals in the code are. */
function intern(text: string): string {
  return Object.keys({ [text]: null })[0]!;
}
