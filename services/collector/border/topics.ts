import { z } from 'zod';
import { INPUT_TOPICS, type InputTopic, schemaText } from '../../../schemas/index.ts';
import { type AnyChecks, EVENT_RULES } from '../../domain/events/rules.ts';
import { type AvroRecord, recordSchema } from './avro-to-zod.ts';
import { type PlainReading, plainRecord } from './plain-record.ts';

/** How the events of a topic are read. The schema wants `event` as `{ type, ...fields }`. */
export interface TopicBorder {
  topic: InputTopic;
  types: ReadonlySet<string>;
  schema: z.ZodType<{ event: { type: string } }>;
  /** Gives what the schema gives, at a fraction of its price, for an item that is plain: with a field `topic` or without. */
  plain: PlainReading;
}

function borderOf(topic: InputTopic): TopicBorder {
  const envelope = JSON.parse(schemaText(topic)) as AvroRecord;
  const union = envelope.fields.find((field) => field.name === 'event')!.type as AvroRecord[];
  const { envelope: checks, bodies } = EVENT_RULES[topic];
  const events = union.map((record) =>
    recordSchema(record, bodies[record.name]!).extend({ type: z.literal(record.name) }),
  );
  const [first, ...more] = events;
  const event = z.discriminatedUnion('type', [first!, ...more]);
  return {
    topic,
    types: new Set(union.map((record) => record.name)),
    schema: recordSchema(envelope, checks, { event }) as unknown as TopicBorder['schema'],
    plain: plainRecord(envelope, checks, { event: plainEvent(union, bodies) }, 'topic'),
  };
}

/** Events in the form `{ type, ...fields }`. */
function plainEvent(union: readonly AvroRecord[], bodies: Readonly<Record<string, AnyChecks>>): PlainReading {
  const type = { name: 'type', type: 'string' };
  const readings = new Map(
    union.map((record) => [
      record.name,
      plainRecord({ ...record, fields: [...record.fields, type] }, bodies[record.name]!),
    ]),
  );
  return (event) => readings.get((event as { type?: string } | null)?.type ?? '')?.(event);
}

export const BORDERS: readonly TopicBorder[] = INPUT_TOPICS.map(borderOf);

const BY_NAME = new Map(
  BORDERS.flatMap((border) => [
    [border.topic as string, border],
    [border.topic.slice('contact.'.length), border],
  ]),
);

/** The border of a topic by its full name (`contact.tickets`) or its short one (`tickets`). */
export function borderByName(name: string): TopicBorder | undefined {
  return BY_NAME.get(name);
}

const BY_TYPE = new Map(
  BORDERS.flatMap(({ types }) => [...types]).map((type) => [
    type,
    BORDERS.filter((border) => border.types.has(type)),
  ]),
);

/** The borders of all topics that have events of a type: two of `message`, `transferred` and `answered`. */
export function bordersByType(type: string): readonly TopicBorder[] {
  return BY_TYPE.get(type) ?? [];
}
