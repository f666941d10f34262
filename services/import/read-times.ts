/** Turns the times of a mapping into functions of a row. */
import type { Columns, Row } from './columns.ts';
import { RowFault } from './errors.ts';
import type { Template, TimeValue } from './mapping.ts';
import { readTemplate } from './read-values.ts';
import { parseDuration } from './scalars.ts';
import type { Times } from './times.ts';

/** UTC ms, or null where the row has none. */
export type ReadTime = (row: Row) => number | null;

/** Reads a time. Throws BAD_TIME where a cell is filled with something else; null where none is filled. */
export function readTime(value: TimeValue, columns: Columns, times: Times, decimal: '.' | ','): ReadTime {
  const base = readFirst(value.anyOf, columns);
  const after = value.after && readFirst(value.after, columns);
  const shifts = [
    ...value.plus.map((name) => ({ name, cell: columns.cell(name), sign: 1 })),
    ...value.minus.map((name) => ({ name, cell: columns.cell(name), sign: -1 })),
  ];

  function instantOf({ label, text }: Found): number {
    const ms = times.read(text);
    if (ms === null) throw new RowFault('BAD_TIME', `${label}: "${text}" is not a time of the mapping`);
    return ms;
  }

  function clockOf(clock: Found, followed: Found | null): number {
    const of = `${clock.label}: "${clock.text}"`;
    if (followed === null)
      throw new RowFault('BAD_TIME', `${of} has no day: ${namesOf(value.after!)} is empty`);
    const ms = times.readClock(clock.text, instantOf(followed));
    if (ms === 'no clock') throw new RowFault('BAD_TIME', `${of} is no clock, such as 18:05 or 6:05:30 PM`);
    if (ms === 'too late')
      throw new RowFault('BAD_TIME', `${of} does not follow "${followed.text}" within 12 hours`);
    return ms;
  }

  return (row) => {
    const found = base(row);
    if (found === null) return null;
    let ms = after === undefined ? instantOf(found) : clockOf(found, after(row));
    for (const { name, cell, sign } of shifts) {
      const duration = parseDuration(cell(row), value.unit, decimal);
      if (duration === null)
        throw new RowFault('BAD_TIME', `${name}: "${cell(row)}" is not a duration in ${value.unit}`);
      ms += sign * duration;
    }
    return ms;
  };
}

/** What templates are called in a message: their columns. */
export function namesOf(templates: readonly Template[]): string {
  return templates.map(labelOf).join(', ');
}

function labelOf(template: Template): string {
  const [first] = template;
  if (template.length === 1 && typeof first === 'object') return first.column;
  return template.map((part) => (typeof part === 'string' ? part : `{${part.column}}`)).join('');
}

interface Found {
  label: string;
  text: string;
}

/** The first of some templates that has a value in a row; null where none has. */
function readFirst(templates: readonly Template[], columns: Columns): (row: Row) => Found | null {
  const readers = templates.map((template) => ({
    label: labelOf(template),
    read: readTemplate(template, columns),
  }));
  return (row) => {
    for (const { label, read } of readers) {
      const text = read(row);
      if (text !== null) return { label, text };
    }
    return null;
  };
}
