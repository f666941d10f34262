import { isObject, jsonOf } from '../json.ts';
/**
 * The fields of one event in the one spelling of all three forms that TaskRouter gives it in: names as
 * `task_sid`, values as text. What is null or empty is not there.
 */
export type Fields = ReadonlyMap<string, string>;

/** A record in none of the forms that are known; says which form it may have been meant as. */
export type Unreadable = { unreadable: string };

/** An event of another product, which Event Streams sends to the same place. */
export const OTHER_PRODUCT = 'other_product';

/** Where the sid of a resource stands, by its kind. */
const SIDS = new Map([
  ['WT', 'task_sid'],
  ['WK', 'worker_sid'],
  ['WR', 'reservation_sid'],
]);

const STREAM_PREFIX = 'com.twilio.taskrouter.';

/**
 * Reads a record: a callback (a form), an event of the REST resource `Events`, or a CloudEvent of Event Streams. JSON
 * may have its names as the REST resource has them (`event_type`) or as Twilio's own tools print them (`eventType`).
 */
export function fieldsOf(text: string): Fields | Unreadable | typeof OTHER_PRODUCT {
  const fields = spelled(text.trim());
  return fields instanceof Map ? named(fields) : fields;
}

/** The resource that an event is about stands in a field of its own, where that of its kind may be missing. */
function named(fields: Map<string, string>): Fields {
  const about = fields.get('resource_sid') ?? '';
  const name = SIDS.get(about.slice(0, 2));
  if (name !== undefined && !fields.has(name)) fields.set(name, about);
  return fields;
}

function spelled(record: string): Map<string, string> | Unreadable | typeof OTHER_PRODUCT {
  if (record.startsWith('{')) return fromJson(record);
  if (record.includes('=') && !/[\s<>[\]]/.test(record)) return fromForm(record);
  return { unreadable: 'is neither a form nor a JSON object' };
}

function fromForm(text: string): Map<string, string> {
  return fieldsFrom(new URLSearchParams(text));
}

function fromJson(text: string): ReturnType<typeof spelled> {
  const json = jsonOf(text);
  if (!isObject(json)) return { unreadable: 'is no JSON object' };
  const top = fieldsFrom(Object.entries(json));
  if ('specversion' in json) {
    const type = top.get('type') ?? '';
    if (!type.startsWith(STREAM_PREFIX)) return OTHER_PRODUCT;
    const data = isObject(json.data) ? json.data : {};
    // The payload has the sid and the time; they stand beside it too.
    const payload = isObject(data.payload) ? data.payload : jsonOf(String(data.payload ?? ''));
    if (!isObject(payload)) return { unreadable: 'has no data.payload' };
    return new Map([
      ['event_type', type.slice(STREAM_PREFIX.length)],
      ...pick(fieldsFrom(Object.entries(data)), 'sid', 'timestamp'),
      ...fieldsFrom(Object.entries(payload)),
    ]);
  }
  const inner = json.event_data ?? json.eventData;
  const data = isObject(inner) ? inner : jsonOf(String(inner ?? ''));
  if (!isObject(data)) return { unreadable: 'has neither specversion nor event_data' };
  const at = top.get('event_date_ms') ?? top.get('event_date');
  return new Map([
    ...fieldsFrom(Object.entries(data)),
    ...pick(top, 'event_type', 'sid', 'resource_sid'),
    ...(at === undefined ? [] : [['timestamp_ms', at] as const]),
  ]);
}

function fieldsFrom(entries: Iterable<[string, unknown]>): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of entries) {
    if (value === null || value === undefined || value === '') continue;
    fields.set(snake(name), typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return fields;
}

function pick(fields: Fields, ...names: string[]): [string, string][] {
  return names.flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [[name, value] satisfies [string, string]];
  });
}

/** `TaskSid` and `taskSid` are `task_sid`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);
}
