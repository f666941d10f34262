import { createHash } from 'node:crypto';
import type { CompatibilityLevel } from './compatibility.ts';
import { openJournal } from './journal.ts';

/** A schema under a subject. */
export interface SchemaVersion {
  subject: string;
  version: number;
  id: number;
  schema: string;
  /** Softly: it is not listed any more, but what was written with it can be read. */
  deleted: boolean;
}

/** What the journal holds. */
export type Change =
  | { kind: 'register'; subject: string; version: number; id: number; schema: string }
  | { kind: 'delete'; subject: string; version: number; permanent: boolean }
  /** No subject: for all; no level: back to the default. */
  | { kind: 'configure'; subject: string | null; level: CompatibilityLevel | null };

/** The state of the registry, kept in memory and in a journal. */
export interface RegistryStore {
  subjects(): string[];
  /** All versions of a subject, softly deleted ones too, in ascending order. */
  versions(subject: string): readonly SchemaVersion[];
  versionsWithId(id: number): SchemaVersion[];
  /** The id that a schema has or, where it is new, gets, whatever its subjects. */
  idOf(schema: string): number;
  level(subject: string | null): CompatibilityLevel | undefined;
  /** Makes changes durable and then visible; only within `exclusively`. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Runs work that decides on changes, one after the other. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const MAX_ID = 2 ** 31 - 1;

/**
 * Opens the store kept in `file`; see `openJournal` for its errors.
 *
 * @param onCut is told how many bytes of a torn last line were cut off
 */
export async function openStore(file: string, onCut?: (bytes: number) => void): Promise<RegistryStore> {
  const bySubject = new Map<string, SchemaVersion[]>();
  const levels = new Map<string | null, CompatibilityLevel>();
  /** All that were ever given: messages with the id of a schema deleted for good may still exist. */
  const given = new Map<number, string>();
  const journal = await openJournal(file, (record) => apply(record as Change), onCut);
  let queue: Promise<unknown> = Promise.resolve();

  function apply(change: Change): void {
    if (change.kind === 'configure') {
      if (change.level === null) levels.delete(change.subject);
      else levels.set(change.subject, change.level);
      return;
    }
    const { subject, version } = change;
    const versions = bySubject.get(subject) ?? [];
    if (change.kind === 'register') {
      const { id, schema } = change;
      given.set(id, schema);
      bySubject.set(subject, [...versions, { subject, version, id, schema, deleted: false }]);
      return;
    }
    const remaining = change.permanent
      ? versions.filter((candidate) => candidate.version !== version)
      : versions.map((candidate) =>
          candidate.version === version ? { ...candidate, deleted: true } : candidate,
        );
    if (remaining.length === 0) bySubject.delete(subject);
    else bySubject.set(subject, remaining);
  }

  const all = () => [...bySubject.values()].flat();
  return {
    subjects: () => [...bySubject.keys()].sort(),
    versions: (subject) => bySubject.get(subject) ?? [],
    versionsWithId: (id) => all().filter((candidate) => candidate.id === id),
    idOf(schema) {
      const known = all().find((candidate) => candidate.schema === schema)?.id;
      if (known !== undefined) return known;
      // Made of the text and not counted: a registry that has lost everything gives the same schema the same id.
      let id = (createHash('sha256').update(schema).digest().readUInt32BE() % MAX_ID) + 1;
      while (given.has(id) && given.get(id) !== schema) id = (id % MAX_ID) + 1;
      return id;
    },
    level: (subject) => levels.get(subject),
    async commit(changes) {
      for (const change of changes) {
        await journal.append(change);
        apply(change);
      }
    },
    exclusively(work) {
      const result = queue.then(work);
      queue = result.catch(() => {});
      return result;
    },
    async close() {
      await queue;
      await journal.close();
    },
  };
}
