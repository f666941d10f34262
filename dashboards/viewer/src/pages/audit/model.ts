import type { PageKey } from '../texts/index.ts';

/** An entry of `GET /api/v1/audit`. */
export interface AuditEntry {
  readonly at: string;
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly service: string;
  readonly what: string;
  readonly outcome: string;
  readonly who: string;
  readonly role: string;
  readonly subjectKind: string;
  readonly subjects: readonly string[];
  readonly count: number;
  readonly detail: string;
}

/** What can be asked for, as words of the page. */
export const whats = [
  'conversation.opened',
  'conversations.listed',
  'goal.set',
  'goal.removed',
  'change.set',
  'change.removed',
  'round.opened',
  'round.goals_set',
  'round.confirmed',
  'round.remarked',
  'round.answered',
  'round.pinned',
  'round.closed',
  'alert.acknowledged',
  'silence.made',
  'silence.ended',
  'configuration.changed',
  'configuration.refused',
  'access.changed',
  'access.refused',
  'login.refused',
  'key.made',
  'dead-letters.replayed',
  'dead-letter.shown',
  'verify.repaired',
  'rollups.built',
  'customer.forgotten',
  'audit.read',
] as const;

export const ranges = ['now-24h', 'now-7d', 'now-30d', 'now-366d'] as const;

/** What is looked for; empty: all. */
export interface AuditFilter {
  readonly from: string;
  readonly who: string;
  readonly what: string;
  readonly subject: string;
}

/** The address of a page of entries. */
export function auditUrl(filter: AuditFilter, cursor: string | null): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  if (cursor !== null) given.push(['cursor', cursor]);
  return `/api/v1/audit?${new URLSearchParams(given)}`;
}

/** Ids that are shown of an entry; all others are told as a number. */
const SHOWN = 3;

/** The first subjects of an entry, and how many more there are. */
export function subjectsOf({ subjects }: Pick<AuditEntry, 'subjects'>): { shown: string; more: number } {
  return { shown: subjects.slice(0, SHOWN).join(', '), more: Math.max(0, subjects.length - SHOWN) };
}

/** The words of something that a newer service may note and this page does not know. */
export const wordsOf = (what: string): PageKey | null =>
  (whats as readonly string[]).includes(what) ? (`audit.what.${what}` as PageKey) : null;
