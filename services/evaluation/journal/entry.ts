/** What entries of the journal are about. `pinned`: scorecards of a round, by their content hash. */
export type SubjectKind = 'goal' | 'round' | 'change' | 'pinned';

/** Something that somebody set, agreed or wrote. A subject's state is folded from its entries in the order of `version`. */
export interface Entry<Body = unknown> {
  kind: SubjectKind;
  id: string;
  /** From 1, without gaps. */
  version: number;
  /** UTC ms. */
  at: number;
  /** Of the key or token; without keys, as they call themselves. */
  by: string;
  /** What was done, such as `set` or `confirmed`. */
  what: string;
  body: Body;
}
