/** Everything that is noted. A closed set, so that it may be a filter and a label. */
export const WHAT = [
  'access.changed',
  'access.refused',
  'alert.acknowledged',
  'audit.read',
  'change.removed',
  'change.set',
  'configuration.changed',
  'configuration.refused',
  'conversation.opened',
  'conversations.listed',
  'customer.forgotten',
  'dead-letter.shown',
  'dead-letters.replayed',
  'goal.removed',
  'goal.set',
  'key.made',
  'login.refused',
  'rollups.built',
  'round.answered',
  'round.closed',
  'round.confirmed',
  'round.goals_set',
  'round.opened',
  'round.pinned',
  'round.remarked',
  'silence.ended',
  'silence.made',
  'verify.repaired',
] as const;
export type What = (typeof WHAT)[number];

/** `begun`: noted before it is done, where what cannot be noted must not be done. */
export const OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SERVICES = ['query', 'collector', 'ingest', 'alerting', 'follow', 'command'] as const;
export type Service = (typeof SERVICES)[number];

export type SubjectKind =
  | 'conversation'
  | 'alert'
  | 'silence'
  | 'goal'
  | 'change'
  | 'round'
  | 'key'
  | 'network'
  | 'record';

/** Something that somebody did or saw. Ids and codes only: no secret, no figure, no value of an event. */
export interface Act {
  what: What;
  outcome: Outcome;
  /** Name of the key, subject of the token, account of a command; empty where nobody is known. */
  who: string;
  role: string;
  subjects?: { kind: SubjectKind; ids: readonly string[] };
  /** How many times; 1 if not given. */
  count?: number;
  detail?: string;
}
