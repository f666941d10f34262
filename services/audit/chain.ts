import { createHash, randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../schemas/types.ts';
import type { Act, Service } from './act.ts';

/** Most ids of an entry: as many as a page of conversations has. */
const MAX_SUBJECTS = 1_000;
/** Ids are given by other systems, and names by the file of keys: an entry must not grow with them. */
const MAX_TEXT = 256;

/** Makes the entries of one process out of acts: each with its place in the chain and the hash of the one before. */
export function createChain(service: Service, now: () => number): (act: Act) => AuditEntry {
  const chain = randomUUID();
  let seq = 0;
  let previous = '';
  return ({ what, outcome, who, role, subjects, count = 1, detail = '' }) => {
    const entry: Omit<AuditEntry, 'hash'> = {
      chain,
      seq: ++seq,
      previous,
      at: now(),
      service,
      what,
      outcome,
      who: short(who),
      role,
      subject_kind: subjects?.kind ?? '',
      subjects: (subjects?.ids ?? []).slice(0, MAX_SUBJECTS).map(short),
      count,
      detail: short(detail),
    };
    previous = hashOfEntry(entry);
    return { ...entry, hash: previous };
  };
}

/** SHA-256 of the JSON of an array with all fields but the hash, in the order of the schema. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const { chain, seq, previous, at, service, what, outcome, who, role } = entry;
  const { subject_kind: kind, subjects, count, detail } = entry;
  const fields = [chain, seq, previous, at, service, what, outcome, who, role, kind, subjects, count, detail];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** Well-formed, as UTF-8 has no half of a pair: what is read back must have the same hash. */
const short = (text: string) => text.slice(0, MAX_TEXT).toWellFormed();
