/** What a caller may do; `docs/access.md` says what each is for. */
export const ROLES = [
  'admin',
  'manager',
  'supervisor',
  'planner',
  'agent',
  'wallboard',
  'monitor',
  'producer',
] as const;
export type Role = (typeof ROLES)[number];

/** What figures can be narrowed to. */
export const SCOPE_DIMENSIONS = ['team', 'queue', 'agent'] as const;
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number];

/** The values that a caller may see, for each dimension named; of all named ones, one value must match. */
export type Scope = Partial<Record<ScopeDimension, readonly string[]>>;

/** Who asks, as proved by a key or a token. */
export interface Principal {
  /** Of the key, or the subject of the token: for logs, and for who did something. */
  name: string;
  role: Role;
  scope: Scope;
}

/** What a row can be recognised by; several values where it belongs to several. */
type ScopedRow = Partial<Record<ScopeDimension | 'queues', string | readonly string[]>>;

/** Whether a row of an answer is one that the scope lets through. A row without the dimension is not. */
export function isWithin(scope: Scope, row: object): boolean {
  return SCOPE_DIMENSIONS.every((dimension) => {
    const own = scope[dimension];
    if (own === undefined) return true;
    const scoped = row as ScopedRow;
    const value = scoped[dimension] ?? (dimension === 'queue' ? scoped.queues : undefined) ?? [];
    return [value].flat().some((one) => own.includes(one));
  });
}

/** Whether somebody sees less than everything. */
export function isNarrowed({ scope }: Principal): boolean {
  return Object.keys(scope).length > 0;
}
