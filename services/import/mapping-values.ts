/** zod schemas of the values of a mapping file. Every scalar arrives as text: YAML is read without types. */
import { z } from 'zod';
import type { FieldSpec } from './event-catalogue.ts';
import { parseField } from './fields.ts';
import type { Condition, Template, TextValue, When } from './mapping.ts';

/** A scalar or a list of them. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1));
}

/** Literal text with columns in braces. */
export const template = z.string().transform((text, context): Template => {
  const parts = text.split(/\{([^{}]*)\}/);
  return parts.flatMap((part, index): Template[number][] => {
    const isColumn = index % 2 === 1;
    if (isColumn ? part.trim() === '' : /[{}]/.test(part)) {
      context.addIssue({ code: 'custom', message: 'each { needs a column name and a }' });
    }
    if (isColumn) return [{ column: part }];
    return part === '' ? [] : [part];
  });
});

const textObject = z.strictObject({
  value: oneOrMore(template),
  map: z.record(z.string(), z.string()).optional(),
  default: z.string().optional(),
});

function textFrom(schema: z.ZodType<z.infer<typeof textObject> & { split?: string | undefined }>) {
  return z
    .preprocess((value) => (typeof value === 'string' || Array.isArray(value) ? { value } : value), schema)
    .transform(
      ({ value, map, default: fallback, split }): TextValue => ({
        anyOf: value,
        ...(map && { map: new Map(Object.entries(map)) }),
        ...(fallback !== undefined && { default: fallback }),
        ...(split !== undefined && { split }),
      }),
    );
}

/** A text: a template, a list of templates of which the first with a value counts, or `{ value, map, default }`. */
export const textValue = textFrom(textObject);

/** Texts that a mapping fixes without looking at a row. */
function constantsOf(value: TextValue): string[] {
  const fixed = value.anyOf.flatMap((parts) => {
    const literal = parts.every((part) => typeof part === 'string');
    return literal ? [parts.join('')] : [];
  });
  return [
    ...(value.map ? value.map.values() : fixed),
    ...(value.default === undefined ? [] : [value.default]),
  ];
}

/** A text value whose constants fit the field. */
export function fieldValue(spec: FieldSpec) {
  return textValue.superRefine((value, context) => {
    for (const constant of constantsOf(value)) {
      const parsed = parseField(spec, constant, '.');
      if ('fault' in parsed) context.addIssue({ code: 'custom', message: parsed.fault });
    }
  });
}

/** A list of texts; each that has a value is an entry. */
export const listValue = oneOrMore(textFrom(textObject.extend({ split: z.string().min(1).optional() })));

const cellTest = z.preprocess(
  (value) => (typeof value === 'string' || Array.isArray(value) ? { in: value } : value),
  z
    .strictObject({
      in: oneOrMore(z.string()).optional(),
      not: oneOrMore(z.string()).optional(),
      is: z.enum(['filled', 'empty']).optional(),
    })
    .refine((test) => Object.values(test).filter((given) => given !== undefined).length === 1, {
      message: 'must be a value, a list of values, { not: ... } or { is: filled } or { is: empty }',
    }),
);

const conditions = z.record(z.string(), cellTest).transform((cells): Condition[] =>
  Object.entries(cells).map(([column, test]) => {
    if (test.is !== undefined) return { column, values: [''], negate: test.is === 'filled' };
    return { column, values: test.in ?? test.not ?? [], negate: test.not !== undefined };
  }),
);

/** Columns and what they must hold; a list of such groups holds where any group does. */
export const when: z.ZodType<When> = oneOrMore(conditions);

/** Text of a YAML flag. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
