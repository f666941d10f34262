/**
 * Writes `schemas/types.ts` from the `.avsc` files. Run by `npm run generate`; a test says when it is stale.
 *
 * A union of event records becomes a discriminated union: the record's name stands in the field `type`, which
 * the codec adds after decoding and ignores when encoding.
 *
 * A field that came after the first release may be left out of a value that is to be written: it has a default, or it
 * would not be compatible.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Field {
  name: string;
  type: Schema;
  doc?: string;
}
interface Named {
  type: 'record' | 'array';
  name: string;
  doc?: string;
  fields: Field[];
  items: Schema;
  logicalType?: string;
}
type Schema = string | Schema[] | Named;

/** Where types are put: those that have been written by name, their texts, and which fields came later. */
interface Output {
  known: Map<string, string>;
  out: string[];
  isLater: (record: string, field: string) => boolean;
}

const FILES = [
  'tickets',
  'chats',
  'agents',
  'surveys',
  'dead-letters',
  'sla-alerts',
  'audit',
  'live',
] as const;
const PRIMITIVES: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  bytes: 'Buffer',
  null: 'null',
};

/** The text of `types.ts`. */
export function generateTypes(): string {
  const known = new Map<string, string>();
  const out = [
    '// Generated from schemas/*.avsc by `npm run generate`. Do not edit.',
    '// Times (`timestamp-millis`) are UTC milliseconds.',
  ];
  for (const file of FILES) {
    const schema = readSchema(`${file}.avsc`);
    const output = { known, out, isLater: laterThan(`released/${file}/1.avsc`) };
    writeRecord(schema, schema.name.replace(/Event$/, ''), output);
  }
  return `${out.join('\n')}\n`;
}

function readSchema(file: string): Named {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Named;
}

/** Says whether a record of the first release lacks a field; of records that are not in it, none does. */
function laterThan(file: string): Output['isLater'] {
  const fields = new Map<string, Set<string>>();
  const collect = (schema: Schema): void => {
    if (typeof schema === 'string') return;
    if (Array.isArray(schema)) for (const branch of schema) collect(branch);
    else if (schema.type !== 'record') collect(schema.items ?? schema.type);
    else {
      fields.set(schema.name, new Set(schema.fields.map((field) => field.name)));
      for (const field of schema.fields) collect(field.type);
    }
  };
  if (existsSync(new URL(file, import.meta.url))) collect(readSchema(file));
  return (record, field) => fields.get(record)?.has(field) === false;
}

function writeRecord(record: Named, prefix: string, output: Output, tag = false): string {
  const { known, out, isLater } = output;
  const name = tag ? prefix + pascal(record.name) : record.name;
  const lines = record.fields.map((field) => {
    const doc = field.doc ? `  /** ${field.doc} */\n` : '';
    const mark = isLater(record.name, field.name) ? '?' : '';
    return `${doc}  ${field.name}${mark}: ${typeText(field.type, prefix, output)};`;
  });
  if (tag) lines.unshift(`  type: '${record.name}';`);
  const text = `${record.doc ? `/** ${record.doc} */\n` : ''}export interface ${name} {\n${lines.join('\n')}\n}`;
  const before = known.get(name);
  if (before !== undefined && before !== text) throw new Error(`two different records are named ${name}`);
  if (before === undefined) out.push('', text);
  known.set(name, text);
  return name;
}

function typeText(schema: Schema, prefix: string, output: Output): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? schema;
  if (Array.isArray(schema)) {
    const isEvents = schema.every((branch) => typeof branch === 'object' && !Array.isArray(branch));
    if (!isEvents) return schema.map((branch) => typeText(branch, prefix, output)).join(' | ');
    const names = schema.map((branch) => writeRecord(branch as Named, prefix, output, true));
    output.out.push('', `export type ${prefix}Body = ${names.join(' | ')};`);
    return `${prefix}Body`;
  }
  if (schema.type === 'record') return writeRecord(schema, prefix, output);
  if (schema.type === 'array') return `${typeText(schema.items, prefix, output)}[]`;
  return typeText(schema.type, prefix, output);
}

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('types.ts', import.meta.url), generateTypes());
}
