import { LinewatchError } from '../lib/errors.ts';
import type { Source, System } from './source.ts';

/** Each is loaded where its records come in, and not before. */
const SOURCES: Partial<Record<System, () => Promise<Source>>> = {
  asterisk: async () => (await import('./asterisk/index.ts')).asterisk,
};

/** What understands the records of a system. */
export type SourceOf = (system: System) => Promise<Source>;

export const sourceOf: SourceOf = async (system) => {
  const load = SOURCES[system];
  if (load === undefined) {
    throw new LinewatchError('SOURCE_UNKNOWN', `records of ${system} are not understood by this version`);
  }
  return load();
};
