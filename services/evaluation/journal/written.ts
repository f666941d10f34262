import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Entry, SubjectKind } from './entry.ts';
import type { Journal } from './journal.ts';

/** What is done to a subject that then holds no more; it may be set again. */
export const REMOVED = 'removed';

/** All that was written about a subject, the newest last. */
export interface Written<Body> {
  history: readonly Entry<Body>[];
  last: Entry<Body>;
  /** Whether it holds no more. */
  isRemoved: boolean;
}

/** The subjects of a kind by their ids; of one, where an id is given. */
export async function readWritten<Body>(
  journal: Journal,
  kind: SubjectKind,
  id?: string,
): Promise<Map<string, Written<Body>>> {
  const byId = new Map<string, Entry<Body>[]>();
  for (const entry of (await journal.read(kind, id)) as Entry<Body>[])
    getOrInsert(byId, entry.id, () => []).push(entry);
  return new Map(
    [...byId].map(([key, history]) => {
      const last = history.at(-1)!;
      return [key, { history, last, isRemoved: last.what === REMOVED }];
    }),
  );
}
