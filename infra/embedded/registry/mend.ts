/**
 * `node --import tsx infra/embedded/registry/mend.ts <data folder>`: writes a damaged registry anew, of the lines that
 * are whole and of all schemas that Linewatch has released. For a registry that does not run.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaText, TOPICS, valueSubject } from '../../../schemas/index.ts';
import { markFileOf, openJournal } from './journal.ts';
import { decodeLine } from './journal-line.ts';
import { openStore } from './store.ts';
import { register } from './subjects.ts';

const RELEASED = new URL('../../../schemas/released/', import.meta.url);

export interface Mended {
  /** How many lines are whole. */
  kept: number;
  /** Those that are not, by their number from 1. */
  dropped: { line: number; text: string }[];
  /** Subjects and ids of the schemas of Linewatch. */
  schemas: { subject: string; id: number }[];
}

/** The damaged file stays beside the new one, as `registry.jsonl.damaged`. */
export async function mendRegistry(dataDir: string): Promise<Mended> {
  const file = path.join(dataDir, 'registry', 'registry.jsonl');
  const fresh = `${file}.mended`;
  for (const leftOver of [fresh, markFileOf(fresh)]) await rm(leftOver, { force: true });
  const texts = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((text) => text !== '');
  const dropped: Mended['dropped'] = [];
  const journal = await openJournal(fresh, () => {});
  for (const [index, text] of texts.entries()) {
    // A line without a checksum is taken at its word: somebody may have written it here.
    const line = decodeLine(text);
    if (line === null) dropped.push({ line: index + 1, text });
    else await journal.append(line.record as object);
  }
  await journal.close();

  const store = await openStore(fresh);
  const schemas: Mended['schemas'] = [];
  for (const { subject, schema } of schemasOfLinewatch()) {
    schemas.push({ subject, id: await register(store, subject, schema) });
  }
  await store.close();

  for (const named of [(name: string) => name, markFileOf]) {
    if (existsSync(named(file))) await rename(named(file), `${named(file)}.damaged`);
    await rename(named(fresh), named(file));
  }
  return { kept: texts.length - dropped.length, dropped, schemas };
}

/** The released ones, oldest first, and those of today. */
function* schemasOfLinewatch(): Generator<{ subject: string; schema: string }> {
  for (const topic of Object.values(TOPICS)) {
    const folder = new URL(`${topic.replace('contact.', '')}/`, RELEASED);
    const released = existsSync(folder) ? readdirSync(folder) : [];
    released.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    const subject = valueSubject(topic);
    for (const version of released) yield { subject, schema: readFileSync(new URL(version, folder), 'utf8') };
    yield { subject, schema: schemaText(topic) };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , dataDir] = process.argv;
  if (dataDir === undefined) throw new Error('usage: mend.ts <data folder>');
  const { kept, dropped, schemas } = await mendRegistry(dataDir);
  process.stdout.write(`${kept} lines are whole. Dropped: ${dropped.length}\n`);
  for (const { line, text } of dropped) process.stdout.write(`  line ${line}: ${text}\n`);
  process.stdout.write('Schemas of Linewatch:\n');
  for (const { subject, id } of schemas) process.stdout.write(`  ${id} ${subject}\n`);
}
