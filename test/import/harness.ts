import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { type ImportOptions, type ImportSummary, importCsv } from '../../services/import/import.ts';
import { parseMapping } from '../../services/import/load-mapping.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** For imports that read nothing of a contact system. */
export const NO_SYSTEMS = {
  sourceOf: () => Promise.reject(new Error('no system is known')),
  customers: () => createCustomerIds('a secret of the tests'),
};

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linewatch-import-'));
  folders.push(folder);
  return folder;
}

/** A producer that keeps what it is sent. */
export function memoryProducer() {
  const batches: OutgoingEvent[][] = [];
  const producer: EventProducer = {
    async send(events) {
      batches.push([...events]);
    },
    async close() {},
  };
  return { producer, batches, events: () => batches.flat() };
}

/** A clock that moves only when somebody sleeps. */
export function steppedClock() {
  let time = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => time,
    async sleep(ms: number) {
      sleeps.push(ms);
      time += ms;
    },
  };
}

export interface Imported {
  summary: ImportSummary;
  events: OutgoingEvent[];
  batches: OutgoingEvent[][];
  file: string;
  /** The side file, or null where there is none. */
  rejected: string | null;
}

/** Imports a CSV text (or bytes) with the text of a mapping. */
export async function importText(
  csv: string | Uint8Array,
  mapping: string,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const file = join(temporaryFolder(), 'export.csv');
  writeFileSync(file, csv);
  return importFile(file, mapping, options);
}

/** Imports a file with the text of a mapping; rejected rows go to a temporary folder. */
export async function importFile(
  file: string,
  mapping: string,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const { producer, batches, events } = memoryProducer();
  const rejectedPath = join(temporaryFolder(), 'rejected.csv');
  const summary = await importCsv({
    file,
    mapping: parseMapping(mapping, 'mapping.yaml'),
    producer,
    rejectedPath,
    signal: new AbortController().signal,
    clock: steppedClock(),
    ...options,
  });
  const rejected = existsSync(rejectedPath) ? readFileSync(rejectedPath, 'utf8') : null;
  return { summary, events: events(), batches, file, rejected };
}

/** An event in one line: `<conversation> <type>[=<status>] <ISO time>`. */
export function brief({ value }: OutgoingEvent): string {
  const status = 'status' in value.event ? `=${value.event.status}` : '';
  const id = 'conversation_id' in value ? value.conversation_id : value.agent_id;
  return `${id} ${value.event.type}${status} ${new Date(value.occurred_at).toISOString()}`;
}
