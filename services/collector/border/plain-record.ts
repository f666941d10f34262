import type { AnyChecks, Check } from '../../domain/events/rules.ts';
import type { AvroArray, AvroRecord, AvroType } from './avro-to-zod.ts';

/**
 * Reads a value of JSON that is in its plainest form and without fault, as the zod schema of the same Avro would.
 * Undefined: whether it is at fault, and what it says, is for that schema to tell.
 */
export type PlainReading = (value: unknown) => unknown;

interface Field {
  name: string;
  read: PlainReading;
  /** What stands for a field that is not there; undefined: it has to be. */
  absent: (() => unknown) | undefined;
}

type Fields = Record<string, unknown>;

/** Times are plain in milliseconds. */
const integer: PlainReading = (value) => (Number.isSafeInteger(value) ? value : undefined);

const PRIMITIVES: Record<string, PlainReading> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  int: (value) => ((value as number) >> 0 === value ? value : undefined),
  long: integer,
  double: (value) => (Number.isFinite(value) ? value : undefined),
  'timestamp-millis': integer,
};

/**
 * The plain reading of an Avro record whose checks are these. Says no wrong of anything, so that it costs a tenth of what
 * the schema does, which can say what is wrong.
 *
 * @param replaced readings of fields that are not read as Avro has them.
 * @param passedOver a field that may be there and is not taken.
 * @throws Error on Avro that our schemas do not use.
 */
export function plainRecord(
  record: AvroRecord,
  checks: AnyChecks,
  replaced: Record<string, PlainReading> = {},
  passedOver?: string,
): PlainReading {
  const fields = record.fields.map(({ name, type, ...rest }): Field => {
    const check = checks[name];
    const read = replaced[name] ?? checked(readingOf(type, check), check);
    return { name, read, absent: 'default' in rest ? givenAnew(rest.default) : undefined };
  });
  return (value) => {
    if (!isObject(value)) return undefined;
    const taken: Fields = {};
    let known = passedOver !== undefined && passedOver in value ? 1 : 0;
    for (const { name, read, absent } of fields) {
      const given = value[name];
      if (given === undefined) {
        if (absent === undefined) return undefined;
        taken[name] = absent();
        continue;
      }
      const one = read(given);
      if (one === undefined) return undefined;
      taken[name] = one;
      known++;
    }
    return Object.keys(value).length === known ? taken : undefined;
  };
}

function readingOf(type: AvroType, checks: Check<never> | AnyChecks | undefined): PlainReading {
  if (Array.isArray(type)) {
    const read = readingOf(type[1]!, checks);
    return (value) => (value === null ? null : read(value));
  }
  if (typeof type === 'object' && 'items' in type) return listOf(type);
  if (typeof type === 'object' && 'fields' in type) return plainRecord(type, checks as AnyChecks);
  const name = typeof type === 'string' ? type : type.logicalType;
  const primitive = PRIMITIVES[name];
  if (primitive === undefined) throw new Error(`no reading is known for the Avro type ${name}`);
  return primitive;
}

function listOf({ items }: AvroArray): PlainReading {
  const read = readingOf(items, undefined);
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    return value.every((one) => read(one) !== undefined) ? value : undefined;
  };
}

function checked(read: PlainReading, check: Check<never> | AnyChecks | undefined): PlainReading {
  if (typeof check !== 'function') return read;
  return (value) => {
    const one = read(value);
    return one === undefined || check(one as never) !== null ? undefined : one;
  };
}

/** Lists are given as new ones: who takes an event may change it. */
function givenAnew(value: unknown): () => unknown {
  return typeof value === 'object' && value !== null ? () => structuredClone(value) : () => value;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
