import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../lib/config/environment.ts';
import { codeOf, type Fault, FaultsError, LinewatchError } from '../lib/errors.ts';
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
  const faults = placed.map(({ path: place, message }) => ({
    path: z.core.toDotPath([...place]) || name,
    message,
    ...lineOf(document, place, lines),
  }));
  faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  throw new FaultsError('BAD_CONTACT_CENTER', `${name} has faults`, faults);
}

/** The example that comes with the project: the simulated center at home. */
export const EXAMPLE = new URL('../../infra/config/contact-center.example.yaml', import.meta.url);

/** Where the reference data of the simulated center lies in a data folder. */
export const referenceFileIn = (dataDir: string): string => path.resolve(dataDir, 'contact-center.yaml');

/**
 * The file of the reference data: the one that CONTACT_CENTER_CONFIG names; else, where nothing but a data folder is
 * used, the one in it, so that all commands measure by the same. Undefined: the example.
 */
export function contactCenterFile(environment: Environment): string | undefined {
  const { CONTACT_CENTER_CONFIG: named, DATA_DIR, KAFKA_BROKERS } = environment;
  const own = referenceFileIn(DATA_DIR);
  return named ?? (KAFKA_BROKERS === undefined && existsSync(own) ? own : undefined);
}

/** Roles of one process begin at the same moment; parsing takes a good part of that. */
const SHARED_MS = 60_000;
let last: { name: string; text: string; at: number; center: ContactCenter } | null = null;

/**
 * Reads the file, or the example that comes with the project; the same text within a minute gives the same object. Throws `BAD_CONTACT_CENTER` where it cannot be read, or as
 * `parseContactCenter` does.
 */
export function loadContactCenter(file?: string): ContactCenter {
  const name = file ?? 'contact-center.example.yaml';
  const text = readText(file ?? EXAMPLE, name);
  const at = performance.now();
  if (last?.name === name && last.text === text && at - last.at < SHARED_MS) return last.center;
  const center = parseContactCenter(text, name);
  last = { name, text, at, center };
  return center;
}

function readText(file: string | URL, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LinewatchError(
      'BAD_CONTACT_CENTER',
      `the configuration of the contact center, ${name}, cannot be read: ${codeOf(cause)}`,
      { cause },
    );
  }
}

/** The line of what a path leads to, or of the innermost part of it that is there. */
function lineOf(document: Document, place: readonly PropertyKey[], lines: LineCounter): { line?: number } {
  for (let length = place.length; length > 0; length--) {
    const node = document.getIn(place.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return { line: lines.linePos(node.range[0]).line };
  }
  return {};
}
