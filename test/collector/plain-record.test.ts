import fc from 'fast-check';
import { expect, it } from 'vitest';
import { INPUT_TOPICS, type InputTopic, schemaText } from '../../schemas/index.ts';
import type { AvroRecord, AvroType } from '../../services/collector/border/avro-to-zod.ts';
import { BORDERS } from '../../services/collector/border/topics.ts';
import { loadEvents } from '../../services/simulator/load.ts';

type Json = Record<string, unknown>;

const TIME = 1_769_860_800_000;
/** Values that some field's check wants, so that items without fault are drawn often. */
const WORDS = fc.constantFrom('x', 'new', 'email', 'agent', 'low', 'available', 'on_queue', 'csat');
const WANTED: Record<string, fc.Arbitrary<unknown>> = {
  status: fc.constantFrom('new', 'solved'),
  priority: fc.constantFrom('low', null),
  channel: fc.constantFrom('email', 'chat'),
  state: fc.constant('break'),
  activity: fc.constant('training'),
  language: fc.constantFrom('', 'en'),
  courtesies: fc.constant([]),
  score: fc.integer({ min: -1, max: 5 }),
  scale_max: fc.constantFrom(5, 10),
  relation: fc.constantFrom('self', null),
  'Actor.kind': fc.constantFrom('agent', 'customer'),
  kind: fc.constantFrom('csat', 'nps'),
};
/** What may stand in the place of anything. */
const ODD = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom(
    '2026-01-31T12:00:00Z',
    '\ud800',
    'x'.repeat(257),
    -0,
    2 ** 53,
    1.5,
    Number.POSITIVE_INFINITY,
    12_345,
  ),
);

function drawnBy(type: AvroType, name: string): fc.Arbitrary<unknown> {
  const wanted = WANTED[name];
  if (wanted !== undefined) return wanted;
  if (Array.isArray(type)) return fc.oneof(fc.constant(null), drawnBy(type[1]!, name));
  if (typeof type === 'object' && 'items' in type)
    return fc.array(drawnBy(type.items, name), { maxLength: 3 });
  if (typeof type === 'object' && 'fields' in type) return recordOf(type);
  const primitive = typeof type === 'string' ? type : type.logicalType;
  if (primitive === 'string') return WORDS;
  if (primitive === 'boolean') return fc.boolean();
  if (primitive === 'timestamp-millis') return fc.integer({ min: TIME, max: TIME + 9 });
  return fc.integer({ min: 0, max: 9 });
}

/** A record that means something more often than not. */
function recordOf({ name: record, fields }: AvroRecord): fc.Arbitrary<Json> {
  const values = Object.fromEntries(
    fields.map(({ name, type }) => [name, WANTED[`${record}.${name}`] ?? drawnBy(type, name)]),
  );
  const needed = fields.filter((field) => !('default' in field)).map(({ name }) => name);
  return fc.record(values, { requiredKeys: needed }) as fc.Arbitrary<Json>;
}

function itemOf(topic: InputTopic): fc.Arbitrary<Json> {
  const { fields, ...envelope } = JSON.parse(schemaText(topic)) as AvroRecord;
  const union = fields.find(({ name }) => name === 'event')!.type as AvroRecord[];
  const event = fc.oneof(
    ...union.map((record) => recordOf(record).map((body) => ({ ...body, type: record.name }))),
  );
  const others = recordOf({
    ...envelope,
    fields: fields.filter(({ name }) => name !== 'event' && name !== 'type'),
  });
  return fc.tuple(others, event).map(([other, one]) => ({ ...other, event: one }));
}

/** One place of an item, in it or in a record of it, made odd, taken away, or new. */
const change = fc.record({ record: fc.nat(9), field: fc.nat(30), how: fc.nat(3), odd: ODD });

function changed(
  item: Json,
  { record, field, how, odd }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): Json {
  const all = [
    item,
    ...Object.values(item).filter((one) => typeof one === 'object' && one !== null),
  ] as Json[];
  const place = all[record % all.length]!;
  if (Array.isArray(place)) place.push(odd);
  else {
    const name =
      how === 3 ? '__proto__' : Object.keys(place)[field % Math.max(1, Object.keys(place).length)]!;
    if (how === 0) delete place[name];
    else
      Object.defineProperty(place, name, {
        value: odd,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return item;
}

it.each(INPUT_TOPICS)('an item of %s is read in short as it is in full, or not at all', (topic) => {
  const { plain, schema } = BORDERS.find((border) => border.topic === topic)!;
  let inShort = 0;
  let atFault = 0;
  fc.assert(
    fc.property(itemOf(topic), fc.option(change, { freq: 2 }), fc.boolean(), (drawn, altered, isNamed) => {
      const item = altered === null ? drawn : changed(drawn, altered);
      const read = plain(isNamed ? { topic, ...item } : item);
      const full = schema.safeParse(item);
      if (read === undefined) {
        if (!full.success) atFault++;
        return;
      }
      inShort++;
      expect(full.error).toBeUndefined();
      expect(read).toStrictEqual(full.data);
    }),
    { numRuns: 600 },
  );
  expect(inShort).toBeGreaterThan(100);
  expect(atFault).toBeGreaterThan(50);
});

it('what producers send in milliseconds is read in short', () => {
  const events = loadEvents({ seed: 1 });
  for (let i = 0; i < 1_000; i++) {
    const { topic, value } = events.next().value;
    const { plain, schema } = BORDERS.find((border) => border.topic === topic)!;
    expect(plain({ topic, ...value })).toStrictEqual(schema.parse(value));
  }
});
