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
  /** The id that a schema has, whatever its subjects. */
  idOf(schema: string): number | undefined;
  nextId(): number;
  level(subject: string | null): CompatibilityLevel | undefined;
  /** Makes changes durable and then visible; only within `exclusively`. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Runs work that decides on changes, one after the other. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the store kept in `file`; see `openJournal` for its errors. */
export async function openStore(file: string): Promise<RegistryStore> {
  const bySubject = new Map<string, SchemaVersion[]>();
  const levels = new Map<string | null, CompatibilityLevel>();
  let lastId = 0;
  const journal = await openJournal(file, (record) => apply(record as Change));
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
      lastId = Math.max(lastId, id);
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
    idOf: (schema) => all().find((candidate) => candidate.schema === schema)?.id,
    nextId: () => lastId + 1,
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
