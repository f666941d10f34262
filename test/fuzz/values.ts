import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { idsOf } from './center.ts';
import type { Random } from './random.ts';

/** A JSON Schema as OpenAPI documents have it, as far as it is read here. */
export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
  format?: string;
  $ref?: string;
}

const HOSTILE = [
  "' OR 1=1 --",
  "'; DROP TABLE facts; --",
  '{filter_queue:Array(String)}',
  '../../../../etc/passwd',
  '%00',
  '\u0000',
  '\ud800',
  '<script>alert(1)</script>',
  '$\u007bjndi:ldap://127.0.0.1/a}',
  '__proto__',
  'constructor',
  'toString',
  '\\',
  '"',
  '﷽',
  '\u202e',
  'x'.repeat(3_000),
  '*',
  '%',
  ' ',
  '\r\nx-injected: 1',
];
const EDGES = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '9007199254740993',
  '-0',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
];
const TIMES = [
  'now',
  'now-1h',
  'now-1d/d',
  'now/d',
  'now-3d',
  'now-90d',
  'now+1d',
  '2026-03-05',
  '2026-03-04T10:00:00Z',
  '1772700000000',
  '1969-12-31',
  '9999-12-31',
  '2026-02-30',
  'now-999999y',
];

/** What parameters of these names hold where they are right; ids are of one half of the center. */
function knownValues(name: string, world: string): readonly unknown[] | null {
  const ids = idsOf(world);
  const metrics = CATALOGUE.map(({ id }) => id);
  const plain = name.replace(/^[ab]_/, '');
  switch (plain) {
    case 'queue':
    case 'team':
    case 'agent':
      return ids[plain];
    case 'channel':
      return ['email', 'voice', 'chat'];
    case 'priority':
      return ['high', 'normal'];
    case 'customer_tier':
      return ['gold', 'standard'];
    case 'metric':
    case 'metrics':
      return metrics;
    case 'group_by':
      return [
        'queue',
        'channel',
        'team',
        'agent',
        'priority',
        'customer_tier',
        'queue,channel',
        'agent,queue',
      ];
    case 'from':
    case 'to':
    case 'at':
    case 'until':
    case 'startsAt':
    case 'endsAt':
      return TIMES;
    case 'tz':
      return ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Mars/Base'];
    case 'interval':
      return ['15m', '30m', '1h', '1d', '1w', '1mo', 'total'];
    case 'a':
    case 'b':
      return ['2026-03-02/2026-03-04', '2026-03-04/2026-03-06', '2026-03-01/2026-03-01', 'x/y'];
    case 'change':
      return [`${world} routing`];
    case 'subject':
      return ids.conversation.slice(0, 5);
    case 'conversation':
    case 'conversation_id':
      return ids.conversation.slice(0, 5);
    case 'uid':
      return ['live', 'sla', 'none'];
    default:
      return null;
  }
}

/** Ids in an address, by the part of it that they belong to. */
export function pathValue(path: string, name: string, world: string, random: Random): string {
  const ids = idsOf(world);
  if (name === 'name') return random.one(['queue', 'team', 'agent', 'channel', 'customer_tier', 'nonsense']);
  if (name === 'uid') return random.one(['live', 'sla', 'none']);
  const of = ['conversation', 'alert', 'change', 'goal', 'silence'].find((one) => path.includes(one));
  const known = of === undefined ? [`${world}-team-2026-Q1`, `${world}-crew-2026-Q1`] : ids[of as 'goal'];
  return random.chance(0.85) ? random.one(known) : random.one(HOSTILE);
}

export interface Wanted {
  /** Whose ids right values are. */
  world: string;
  /** The share of values that are right. */
  right: number;
  random: Random;
  resolve(ref: string): Schema;
}

/** A value for a schema: mostly a right one, else one at an edge, of another type, or a hostile one. */
export function valueFor(name: string, schema: Schema, wanted: Wanted, depth = 0): unknown {
  const { random, right } = wanted;
  if (depth > 6) return null;
  if (!random.chance(right)) return wrongValue(random);
  if (schema.$ref) return valueFor(name, wanted.resolve(schema.$ref), wanted, depth + 1);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return valueFor(name, random.one(either), wanted, depth + 1);
  if (schema.allOf) {
    const parts = schema.allOf.map((one) => valueFor(name, one, wanted, depth + 1));
    return Object.assign({}, ...parts.filter((part) => typeof part === 'object'));
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.one(schema.enum);
  const type = [schema.type].flat()[0];
  switch (type) {
    case 'integer':
    case 'number':
      return numberFor(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: random.int(3) + (random.chance(0.9) ? 1 : 0) }, () =>
        valueFor(name, schema.items ?? {}, wanted, depth + 1),
      );
    case 'object':
      return objectFor(schema, wanted, depth);
    default: {
      const known = knownValues(name, wanted.world);
      if (known !== null) return random.one(known);
      if (schema.format === 'date-time') return '2026-03-06T10:00:00Z';
      if (schema.default !== undefined) return schema.default;
      return random.one(['x', 'a note', 'week', 'day', 'quarter', 'peer_review', 'colleague']);
    }
  }
}

function objectFor(schema: Schema, wanted: Wanted, depth: number): Record<string, unknown> {
  const { random } = wanted;
  const object: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(schema.properties ?? {})) {
    if (schema.required?.includes(key) || random.chance(0.5))
      object[key] = valueFor(key, one, wanted, depth + 1);
  }
  const more = schema.additionalProperties;
  if (typeof more === 'object') {
    const keys = ['queue', 'team', 'agent', 'rule'].filter(() => random.chance(0.5));
    for (const key of keys) object[key] = valueFor(key, more, wanted, depth + 1);
  }
  if (random.chance(0.03)) object[random.one(['extra', 'queue', 'by', 'role'])] = wrongValue(random);
  return object;
}

function numberFor({ minimum, maximum }: Schema, random: Random): number {
  const low = Math.max(minimum ?? 0, -1e6);
  const high = Math.min(maximum ?? 500, 1e6);
  return random.one([
    low,
    high,
    low + random.int(Math.max(1, high - low)),
    Math.min(high, low + 5),
    low - 1,
    high + 1,
    0.5,
  ]);
}

function wrongValue(random: Random): unknown {
  return random.one<() => unknown>([
    () => random.one(HOSTILE),
    () => random.one(EDGES),
    () => random.int(1e9),
    () => null,
    () => [],
    () => ({}),
    () => [[[]]],
    () => random.chance(0.5),
  ])();
}
