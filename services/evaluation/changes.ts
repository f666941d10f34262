import { changesOf, type DatedChange } from '../center/changes.ts';
import type { ContactCenter } from '../center/contact-center.ts';
import type { Journal } from './journal/journal.ts';
import { type REMOVED, readWritten, type Written } from './journal/written.ts';

/** A change and where it was written. */
export interface KnownChange extends DatedChange {
  readonly source: 'configuration' | 'api';
  /** Of those of the API. */
  readonly id: string | null;
  /** How often it was written; 0 in the configuration. */
  readonly version: number;
  readonly by: string | null;
}

export type WrittenChange = Written<DatedChange>;

/** All changes, those of the configuration and those that people wrote, the first first; of one name the configuration's. */
export async function allChanges(center: ContactCenter, journal: Journal): Promise<KnownChange[]> {
  const written = await readWritten<DatedChange>(journal, 'change');
  const configured = changesOf(center).map(
    (change): KnownChange => ({ ...change, source: 'configuration', id: null, version: 0, by: null }),
  );
  const names = new Set(configured.map(({ name }) => name));
  const others = [...written.values()]
    .filter(({ isRemoved, last }) => !isRemoved && !names.has(last.body.name))
    .map(({ last: { id, version, by, body } }): KnownChange => ({ ...body, source: 'api', id, version, by }));
  return [...configured, ...others].sort((a, b) => a.at - b.at);
}

/** Everything that was ever written about one change; undefined where nothing was. */
export async function readWrittenChange(journal: Journal, id: string): Promise<WrittenChange | undefined> {
  return (await readWritten<DatedChange>(journal, 'change', id)).get(id);
}

/**
 * Marks a change, or removes it.
 *
 * @param version the one that holds; 0 of what was never marked
 * @throws LinewatchError `CHANGED_MEANWHILE`
 */
export async function writeChange(
  journal: Journal,
  what: 'set' | typeof REMOVED,
  change: DatedChange,
  { id, version, at, by }: { id: string; version: number; at: number; by: string },
): Promise<void> {
  await journal.append({ kind: 'change', id, version: version + 1, at, by, what, body: change });
}
