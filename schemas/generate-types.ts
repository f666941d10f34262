/**
 * Writes `schemas/types.ts` from the `.avsc` files. Run by `npm run generate`; a test says when it is stale.
 *
 * A union of event records becomes a discriminated union: the record's name stands in the field `type`, which
 * the codec adds after decoding and ignores when encoding.
 */
import { readFileSync, writeFileSync } from 'node:fs';
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

const FILES = ['tickets', 'chats', 'agents', 'surveys', 'dead-letters', 'sla-alerts'] as const;
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
    const schema = JSON.parse(readFileSync(new URL(`${file}.avsc`, import.meta.url), 'utf8')) as Named;
    writeRecord(schema, schema.name.replace(/Event$/, ''), known, out);
  }
  return `${out.join('\n')}\n`;
}

function writeRecord(
  record: Named,
  prefix: string,
  known: Map<string, string>,
  out: string[],
  tag = false,
): string {
  const name = tag ? prefix + pascal(record.name) : record.name;
  const lines = record.fields.map((field) => {
    const doc = field.doc ? `  /** ${field.doc} */\n` : '';
    return `${doc}  ${field.name}: ${typeText(field.type, prefix, known, out)};`;
  });
  if (tag) lines.unshift(`  type: '${record.name}';`);
  const text = `${record.doc ? `/** ${record.doc} */\n` : ''}export interface ${name} {\n${lines.join('\n')}\n}`;
  const before = known.get(name);
  if (before !== undefined && before !== text) throw new Error(`two different records are named ${name}`);
  if (before === undefined) out.push('', text);
  known.set(name, text);
  return name;
}

function typeText(schema: Schema, prefix: string, known: Map<string, string>, out: string[]): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? schema;
  if (Array.isArray(schema)) {
    const isEvents = schema.every((branch) => typeof branch === 'object' && !Array.isArray(branch));
    if (!isEvents) return schema.map((branch) => typeText(branch, prefix, known, out)).join(' | ');
    const names = schema.map((branch) => writeRecord(branch as Named, prefix, known, out, true));
    out.push('', `export type ${prefix}Body = ${names.join(' | ')};`);
    return `${prefix}Body`;
  }
  if (schema.type === 'record') return writeRecord(schema, prefix, known, out);
  if (schema.type === 'array') return `${typeText(schema.items, prefix, known, out)}[]`;
  return typeText(schema.type, prefix, known, out);
}

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('types.ts', import.meta.url), generateTypes());
}
