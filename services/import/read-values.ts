/** Turns the values of a mapping into functions of a row. */
import type { Columns, Row } from './columns.ts';
import { RowFault } from './errors.ts';
import type { FieldSpec } from './event-catalogue.ts';
import { type FieldValue, parseField } from './fields.ts';
import type { Template, TextValue } from './mapping.ts';

type Decimal = '.' | ',';
/** Longest text that ingest takes; a longer one would only become a dead letter. */
const MAX_TEXT = 256;

/** The text, or null where the row has none. */
export type ReadText = (row: Row) => string | null;

/** A template one of whose cells is empty has no value: half an id is worse than none. */
export function readTemplate(template: Template, columns: Columns): ReadText {
  const parts = template.map((part) => (typeof part === 'string' ? () => part : columns.cell(part.column)));
  return (row) => {
    let text = '';
    for (const part of parts) {
      const piece = part(row);
      if (piece === '') return null;
      text += piece;
    }
    return text === '' ? null : text;
  };
}

/** Reads a text value. Throws BAD_VALUE where its map has no entry for the text, or where it is too long. */
export function readText(value: TextValue, columns: Columns): ReadText {
  const read = readAnyText(value, columns);
  return (row) => {
    const text = read(row);
    return text === null ? null : limited(text);
  };
}

function readAnyText(value: TextValue, columns: Columns): ReadText {
  const templates = value.anyOf.map((template) => readTemplate(template, columns));
  const fallback = value.default ?? null;
  return (row) => {
    const text = firstOf(templates, row);
    if (text === null || !value.map) return text ?? fallback;
    const mapped = value.map.get(text) ?? fallback;
    if (mapped === null) throw new RowFault('BAD_VALUE', `the map has no entry for "${text}"`);
    return mapped;
  };
}

function limited(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  throw new RowFault('BAD_VALUE', `"${text.slice(0, 20)}..." is longer than ${MAX_TEXT} characters`);
}

function firstOf<T>(readers: readonly ((row: Row) => T | null)[], row: Row): T | null {
  for (const read of readers) {
    const value = read(row);
    if (value !== null) return value;
  }
  return null;
}

/** Reads a list: each value that is there is an entry, cut at its separator if it has one. */
export function readList(values: readonly TextValue[], columns: Columns): (row: Row) => string[] {
  const readers = values.map((value) => ({ read: readAnyText(value, columns), split: value.split }));
  return (row) => {
    const entries = readers.flatMap(({ read, split }) => {
      const text = read(row);
      if (text === null) return [];
      return split === undefined ? [text] : text.split(split).map((entry) => entry.trim());
    });
    return entries.filter((entry) => entry !== '').map(limited);
  };
}

/** Reads a field of an event. Throws BAD_VALUE or MISSING_VALUE where the row does not fit its spec. */
export function readField(
  name: string,
  spec: FieldSpec,
  value: TextValue,
  columns: Columns,
  decimal: Decimal,
) {
  const read = readText(value, columns);
  return (row: Row): FieldValue | null => {
    const text = read(row);
    if (text === null) {
      if (spec.required) throw new RowFault('MISSING_VALUE', `${name} is empty`);
      return null;
    }
    const parsed = parseField(spec, text, decimal);
    if ('fault' in parsed) throw new RowFault('BAD_VALUE', `${name}: ${parsed.fault}`);
    return parsed.value;
  };
}
