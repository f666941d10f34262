import { readFileSync } from 'node:fs';
import { type Document, isAlias, isCollection, isMap, isNode, LineCounter, parseDocument } from 'yaml';
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

  if (document.errors.length > 0) {
    throw refuse(
      document.errors.map(({ message, pos }) => ({
        path: 'YAML',
        message,
        line: lines.linePos(pos[0]).line,
      })),
    );
  }
  const raw: unknown = document.toJS();
  const result = mappingSchema(shapeOf(raw)).safeParse(raw);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => locate(issue, document, lines));
  throw refuse(faults.sort((a, b) => a.line - b.line));
}

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

/** A fault with the line of the value it is about, or of the nearest value around a missing one. */
function locate(issue: z.core.$ZodIssue, document: Document, lines: LineCounter) {
  let node: unknown = document.contents;
  const known: string[] = [];
  for (const segment of issue.path) {
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node)) break;
    const child = node.get(segment, true);
    // The last segment may be a key that is missing; those between are the schema's own and say nothing.
    if (child !== undefined || isMap(node)) known.push(String(segment));
    if (child === undefined) break;
    node = child;
  }
  const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  return { path: known.join('.') || 'mapping', message: messageOf(issue), line: lines.linePos(start).line };
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  return issue.message;
}
