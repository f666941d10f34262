import { z } from 'zod';
import type { AnyChecks, Check } from '../../domain/events/rules.ts';

/** What our `.avsc` files are made of. */
export type AvroType = string | AvroType[] | AvroRecord | AvroArray | AvroLogical;
export interface AvroRecord {
  type: 'record';
  name: string;
  doc?: string;
  fields: AvroField[];
}
export interface AvroArray {
  type: 'array';
  items: AvroType;
}
interface AvroLogical {
  type: string;
  logicalType: string;
}
interface AvroField {
  name: string;
  type: AvroType;
  doc?: string;
  default?: unknown;
}

const TIME_FORMS = 'must be epoch milliseconds, or ISO 8601 with a zone such as 2026-01-31T12:00:00Z';

/** ISO 8601 with a zone, or epoch milliseconds; gives UTC ms. */
const time = z
  .union([z.int(TIME_FORMS), z.iso.datetime({ offset: true, error: TIME_FORMS })], TIME_FORMS)
  .overwrite((value) => (typeof value === 'string' ? Date.parse(value) : value));

const PRIMITIVES: Record<string, z.ZodType> = {
  string: z.string(),
  boolean: z.boolean(),
  int: z.int32(),
  long: z.int(),
  double: z.number(),
  'timestamp-millis': time,
};

/**
 * A zod schema for the JSON of an Avro record: its fields and no others, defaults filled in, each value held
 * against its check. So a field that is added to an `.avsc` is accepted, and documented, at once.
 *
 * @param replaced schemas for fields that are not read as Avro has them.
 * @throws Error on Avro that our schemas do not use.
 */
export function recordSchema(
  record: AvroRecord,
  checks: AnyChecks,
  replaced: Record<string, z.ZodType> = {},
) {
  const shape: Record<string, z.ZodType> = {};
  for (const field of record.fields) {
    let schema =
      replaced[field.name] ?? withCheck(typeSchema(field.type, checks[field.name]), checks[field.name]);
    if (field.doc !== undefined) schema = schema.describe(field.doc);
    shape[field.name] = 'default' in field ? schema.default(field.default) : schema;
  }
  return z.strictObject(shape);
}

function typeSchema(type: AvroType, checks: Check<never> | AnyChecks | undefined): z.ZodType {
  if (Array.isArray(type)) {
    const [first, second, ...more] = type;
    if (first !== 'null' || second === undefined || more.length > 0) throw unknown(type);
    return typeSchema(second, checks).nullable();
  }
  if (typeof type === 'object' && 'items' in type) return z.array(typeSchema(type.items, undefined));
  if (typeof type === 'object' && 'fields' in type) return recordSchema(type, checks as AnyChecks);
  const primitive = PRIMITIVES[typeof type === 'string' ? type : (type as AvroLogical).logicalType];
  if (primitive === undefined) throw unknown(type);
  return primitive;
}

function withCheck(schema: z.ZodType, check: Check<never> | AnyChecks | undefined): z.ZodType {
  if (typeof check !== 'function') return schema;
  return schema.superRefine((value, context) => {
    const message = check(value as never);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
}

function unknown(type: AvroType): Error {
  return new Error(`no reading is known for the Avro type ${JSON.stringify(type)}`);
}
