import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Path of a file of the real data beside the project. Throws, loudly, where it is not there. */
export function sharedData(file: string): string {
  const path = SHARED + file;
  if (!existsSync(path)) throw new Error(`real data is missing: ${path}; these tests cannot run without it`);
  return path;
}

/** The independently computed figures of a data set. */
export function truthOf<T>(set: string): T {
  return JSON.parse(readFileSync(sharedData(`${set}/truth.json`), 'utf8')) as T;
}
