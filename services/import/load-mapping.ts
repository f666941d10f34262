import { readFileSync } from 'node:fs';
import { type Document, isAlias, isCollection, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Fault, FaultsError, LinewatchError } from '../lib/errors.ts';
import { MAPPED_TOPICS } from './event-catalogue.ts';
import type { Mapping } from './mapping.ts';
import { mappingSchema } from './mapping-schema.ts';

/**
 * Reads a mapping file.
 * @throws {LinewatchError} MAPPING_UNREADABLE
 * @throws {FaultsError} MAPPING_INVALID with every fault and its line.
 */
export function loadMapping(path: string): Mapping {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LinewatchError('MAPPING_UNREADABLE', `Cannot read the mapping ${path}`, { cause });
  }
  return parseMapping(text, path);
}

/** Parses the text of a mapping file; `label` names it in messages. Errors as in `loadMapping`. */
export function parseMapping(text: string, label: string): Mapping {
  const lines = new LineCounter();
  // Without types, `007`, `no` and `1.0` stay what the CSV file has, and conditions compare text with text.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const refuse = (faults: Fault[]) =>
    new FaultsError('MAPPING_INVALID', `The mapping ${label} is faulty`, faults);

  if (document.errors.length > 0) throw refuse(unreadable(text, document, lines));
  const raw: unknown = document.toJS();
  const result = mappingSchema(shapeOf(raw)).safeParse(raw);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => locate(issue, document, lines));
  throw refuse(faults.sort((a, b) => a.line - b.line));
}

/** What is no YAML. After what is no token nothing is read as it was meant: it is the last that is told. */
function unreadable(text: string, document: Document, lines: LineCounter): Fault[] {
  const written = text.split('\n');
  const lost = document.errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN');
  return document.errors.slice(0, lost < 0 ? undefined : lost + 1).map(({ message, pos }) => {
    const { line } = lines.linePos(pos[0]);
    // An unquoted {Day} {Rang} is a map with something after it.
    const hint = /\{[^{}"']*\}\s*[^\s,}\]#]/.test(written[line - 1] ?? '') ? QUOTES_HINT : '';
    return { path: 'YAML', message: message + hint, line };
  });
}

const QUOTES_HINT = '; a text with a placeholder needs quotes: "{Column}"';

const shapeKeys = z.object({
  topic: z.enum(MAPPED_TOPICS).catch('tickets'),
  row: z.enum(['event', 'conversation']).catch('event'),
  activity: z.unknown().optional(),
});

/** What decides which keys a mapping may have; a wrong value is then a fault of its own. */
function shapeOf(raw: unknown) {
  const { topic, row, activity } = shapeKeys
    .catch({ topic: 'tickets', row: 'event', activity: null })
    .parse(raw);
  return { topic, row, hasActivity: activity !== undefined };
}

/** The faults of an issue, each with the line of the value it is about, or of what should hold a missing one. */
function locate(
  issue: z.core.$ZodIssue,
  document: Document,
  lines: LineCounter,
): (Fault & { line: number })[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const { path, line, node } = find([...issue.path, key], document, lines);
      // YAML reads an unquoted {Column} as a map with a key and nothing else.
      const hint = !isNode(node) ? QUOTES_HINT : '';
      return { path, message: `is no known field${hint}`, line };
    });
  }
  const { path, line, isMissing } = find(issue.path, document, lines);
  return [{ path, message: isMissing ? 'is missing' : issue.message, line }];
}

function find(path: readonly PropertyKey[], document: Document, lines: LineCounter) {
  let node: unknown = document.contents;
  let position = 0;
  let isMissing = false;
  const known: string[] = [];
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isNode(node)) position = node.range?.[0] ?? position;
    // What follows is the schema's own, which sees lists and objects where the file may have a text.
    if (!isCollection(node)) break;
    known.push(String(segment));
    isMissing = !node.has(segment);
    node = node.get(segment, true);
  }
  if (isNode(node)) position = node.range?.[0] ?? position;
  return { path: known.join('.') || 'mapping', line: lines.linePos(position).line, node, isMissing };
}
