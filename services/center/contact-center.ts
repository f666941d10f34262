import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Fault, FaultsError } from '../lib/errors.ts';
import { checkReferences } from './config/references.ts';
import { type ContactCenter, type PlacedFault, readSections } from './config/sections.ts';

export type { ContactCenter } from './config/sections.ts';

/** Reads reference data from YAML text. Throws `FaultsError` (`BAD_CONTACT_CENTER`) with every fault and its line. */
export function parseContactCenter(text: string, name: string): ContactCenter {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const unreadable: Fault[] = document.errors.map((error) => ({
    path: name,
    message: error.message.split('\n')[0] ?? '',
    line: lines.linePos(error.pos[0]).line,
  }));
  if (unreadable.length > 0)
    throw new FaultsError('BAD_CONTACT_CENTER', `${name} is no valid YAML`, unreadable);

  const placed: PlacedFault[] = [];
  const sections = readSections(document.toJS(), placed);
  checkReferences(sections, placed);
  if (placed.length === 0) return sections.center;
  const faults = placed.map(({ path, message }) => ({
    path: z.core.toDotPath([...path]) || name,
    message,
    ...lineOf(document, path, lines),
  }));
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  throw new FaultsError('BAD_CONTACT_CENTER', `${name} has faults`, faults);
}

/** Reads the file at `path`, or the example that comes with the project. */
export function loadContactCenter(path?: string): ContactCenter {
  const file = path ?? new URL('../../infra/config/contact-center.example.yaml', import.meta.url);
  return parseContactCenter(readFileSync(file, 'utf8'), path ?? 'contact-center.example.yaml');
}

/** The line of what a path leads to, or of the innermost part of it that is there. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): { line?: number } {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return { line: lines.linePos(node.range[0]).line };
  }
  return {};
}
