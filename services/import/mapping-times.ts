import { z } from 'zod';
import type { Template, TimeValue } from './mapping.ts';
import { oneOrMore, template } from './mapping-values.ts';

const name = z.string().min(1, 'must not be empty');

/** The name of a column, or with braces a text put together from several. */
const timeText = name.transform((text, context): Template => {
  if (!/[{}]/.test(text)) return [{ column: text }];
  const parsed = template.safeParse(text);
  if (parsed.success) return parsed.data;
  for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const timeObject = z
  .strictObject({
    column: oneOrMore(timeText).optional(),
    clock: oneOrMore(timeText).optional(),
    after: oneOrMore(timeText).optional(),
    plus: oneOrMore(name).optional(),
    minus: oneOrMore(name).optional(),
    unit: z.enum(['ms', 's', 'min', 'h', 'h:m:s']).default('s'),
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const { column, clock, after } = value;
    if ((column === undefined) === (clock === undefined)) fault('column', 'give either column or clock');
    if (clock !== undefined && after === undefined)
      fault('clock', 'has no day: say with `after` which time it follows');
    if (clock === undefined && after !== undefined)
      fault('after', 'is for a clock: a column has its own day');
  });

/**
 * A time: a column or a text of several, a list of them of which the first with a value counts, or
 * `{ column, plus, minus, unit }` or `{ clock, after, ... }`.
 */
export const timeValue = z
  .preprocess(
    (value) => (typeof value === 'string' || Array.isArray(value) ? { column: value } : value),
    timeObject,
  )
  .transform(
    ({ column, clock, after, plus, minus, unit }): TimeValue => ({
      anyOf: column ?? clock ?? [],
      ...(after && { after }),
      plus: plus ?? [],
      minus: minus ?? [],
      unit,
    }),
  );
