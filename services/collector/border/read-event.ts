import { z } from 'zod';
import { INPUT_TOPICS } from '../../../schemas/index.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import { crossFaults } from '../../domain/events/rules.ts';
import type { Fault } from '../../lib/errors.ts';
import { borderByName, bordersByType, type TopicBorder } from './topics.ts';

/** An event that may go to Kafka, or everything that is wrong with it. */
export type ReadEvent = { event: OutgoingEvent } | { faults: Fault[] };

type Fields = Record<string, unknown>;

const TOPICS = INPUT_TOPICS.join(', ');
const EVENT_FORMS = 'must be { "type": ... } or an object of one key, the event type';

/**
 * Reads one item of `POST /v1/events`: an envelope as the Avro schemas have it.
 *
 * The event is `{ "type": "created", ... }`, `{ "created": { ... } }` or, as Avro's own JSON writes unions,
 * `{ "contact.tickets.created": { ... } }`. The topic is the one in that full name, else the item's field
 * `topic` (`tickets` or `contact.tickets`), else the only topic that has events of this type.
 */
export function readEvent(item: unknown): ReadEvent {
  if (!isObject(item)) return fault('', 'must be an object');
  const plain = readPlain(item);
  if (plain !== null) return { event: plain };
  const { topic, ...envelope } = item;
  const body = readBody(envelope.event);
  if (body === null) return fault('event', EVENT_FORMS);
  const border = borderOf(topic, body);
  if ('faults' in border) return border;
  const value = { ...envelope, event: { ...body.fields, type: body.type } };
  const parsed = border.schema.safeParse(value, { reportInput: true });
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(toFaults) };
  const event = { topic: border.topic, value: parsed.data } as unknown as OutgoingEvent;
  const faults = crossFaults(event);
  return faults.length > 0 ? { faults } : { event };
}

/** The event of an item that is plain and without fault; null: it has to be looked at closely. */
function readPlain(item: Fields): OutgoingEvent | null {
  const type = isObject(item.event) ? item.event.type : undefined;
  if (typeof type !== 'string') return null;
  const border = borderOf(item.topic, { namespace: null, type });
  if ('faults' in border) return null;
  const value = border.plain(item);
  if (value === undefined) return null;
  const event = { topic: border.topic, value } as OutgoingEvent;
  return crossFaults(event).length > 0 ? null : event;
}

interface Body {
  namespace: string | null;
  type: string;
  fields: Fields;
}

function readBody(event: unknown): Body | null {
  if (!isObject(event)) return null;
  if (typeof event.type === 'string') {
    const { type, ...fields } = event;
    return { namespace: null, type: type as string, fields };
  }
  const [entry, ...more] = Object.entries(event);
  if (entry === undefined || more.length > 0 || !isObject(entry[1]) || 'type' in entry[1]) return null;
  const [name, fields] = entry;
  const dot = name.lastIndexOf('.');
  return { namespace: dot < 0 ? null : name.slice(0, dot), type: name.slice(dot + 1), fields };
}

function borderOf(
  topic: unknown,
  { namespace, type }: Pick<Body, 'namespace' | 'type'>,
): TopicBorder | { faults: Fault[] } {
  const named = typeof topic === 'string' ? borderByName(topic) : undefined;
  if (topic !== undefined && named === undefined) return fault('topic', `must be one of ${TOPICS}`);
  if (namespace !== null) {
    const border = borderByName(namespace);
    if (border === undefined) return fault('event', `its full name must begin with one of ${TOPICS}`);
    if (named !== undefined && named !== border) return fault('topic', 'is another than that of the event');
    return withType(border, type);
  }
  if (named !== undefined) return withType(named, type);
  const [only, ...more] = bordersByType(type);
  if (only === undefined) return fault('event.type', 'is no event type of any topic');
  if (more.length > 0) {
    const choices = [only, ...more].map((border) => border.topic).join(' or ');
    return fault('topic', `is needed with this event type: ${choices}`);
  }
  return only;
}

function withType(border: TopicBorder, type: string): TopicBorder | { faults: Fault[] } {
  if (border.types.has(type)) return border;
  return fault('event.type', `must be one of ${[...border.types].join(', ')}`);
}

function toFaults(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      message: 'is no field of the schema',
    }));
  }
  return [{ path: pathOf(issue.path), message: issue.input === undefined ? 'is missing' : issue.message }];
}

function pathOf(path: readonly PropertyKey[]): string {
  return z.core.toDotPath(path);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(path: string, message: string): { faults: Fault[] } {
  return { faults: [{ path, message }] };
}
