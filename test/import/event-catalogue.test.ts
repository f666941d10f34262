import { expect, test } from 'vitest';
import { schemaText, TOPICS } from '../../schemas/index.ts';
import { EVENTS, type FieldSpec, MAPPED_TOPICS } from '../../services/import/event-catalogue.ts';

interface AvroField {
  name: string;
  type: unknown;
}
interface AvroRecord {
  name: string;
  fields: AvroField[];
}

function kindOf(type: unknown): { kind: FieldSpec['kind']; isNullable: boolean } {
  const [plain, isNullable] = Array.isArray(type)
    ? [type.find((each) => each !== 'null'), true]
    : [type, false];
  const kinds: Record<string, FieldSpec['kind']> = {
    string: 'text',
    int: 'integer',
    double: 'number',
    boolean: 'boolean',
  };
  const kind = typeof plain === 'string' ? kinds[plain] : 'list';
  if (!kind) throw new Error(`The catalogue has no kind for the Avro type ${JSON.stringify(type)}`);
  return { kind, isNullable };
}

/**
 * A file has texts, and what they say is read on the way. It tells of holds and the end of talk by events of their own;
 * their sums are for records that have nothing else.
 */
const NOT_MAPPED = new Set(['said', 'talked_until', 'held_ms']);

test.each(MAPPED_TOPICS)('the catalogue of %s has the events and fields of the Avro schema', (topic) => {
  const schema = JSON.parse(schemaText(TOPICS[topic])) as { fields: { name: string; type: AvroRecord[] }[] };
  const records = schema.fields.find((field) => field.name === 'event')!.type;
  const expected = records.map(({ name, fields }) => [
    name,
    fields
      .filter((field) => !NOT_MAPPED.has(field.name))
      .map((field) => ({ name: field.name, ...kindOf(field.type) })),
  ]);
  const actual = Object.entries(EVENTS[topic]).map(([name, spec]) => [
    name,
    Object.entries(spec.fields).map(([field, { kind, required }]) => ({
      name: field,
      kind,
      isNullable: !required && kind !== 'list',
    })),
  ]);
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
});
