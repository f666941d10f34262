import type { FieldSpec } from './event-catalogue.ts';
import { parseBoolean, parseNumber } from './scalars.ts';

export type FieldValue = string | number | boolean;

/** The value of a field of an event from the text of a cell or a mapping, or what is wrong with the text. */
export function parseField(
  spec: FieldSpec,
  text: string,
  decimal: '.' | ',',
): { value: FieldValue } | { fault: string } {
  if (spec.oneOf && !spec.oneOf.includes(text))
    return { fault: `"${text}" is none of ${spec.oneOf.join(', ')}` };
  if (spec.kind === 'boolean') return orFault(text, parseBoolean(text), 'neither true nor false');
  if (spec.kind === 'number') return orFault(text, parseNumber(text, decimal), 'not a number');
  if (spec.kind === 'integer') {
    const number = parseNumber(text, decimal);
    return orFault(text, Number.isInteger(number) ? number : null, 'not a whole number');
  }
  return { value: text };
}

function orFault(text: string, value: FieldValue | null, otherwise: string) {
  return value === null ? { fault: `"${text}" is ${otherwise}` } : { value };
}
