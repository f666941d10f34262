import { createHash } from 'node:crypto';
import type { ClickHouse } from '../lib/clickhouse/client.ts';

/** What an id that is forgotten named. */
export type ForgottenKind = 'customer' | 'conversation';

/** Stands in the place of the id of a conversation that is forgotten, where another conversation names it. */
export const FORGOTTEN_ID = 'forgotten';

/** By this header a record of Kafka says that its content was taken out. */
export const FORGOTTEN_HEADER = 'linewatch-forgotten';

/** Who and what is forgotten, as far as it was known when it was read. */
export interface Forgotten {
  /** Entries of the list; it only grows. */
  readonly size: number;
  has(kind: ForgottenKind, id: string): boolean;
}

export const NOTHING_FORGOTTEN: Forgotten = { size: 0, has: () => false };

/** An id as the list keeps it: 64 hexadecimal digits. `hashSql` says the same as SQL. */
export function forgottenHash(salt: string, kind: ForgottenKind, id: string): string {
  return createHash('sha256').update(`${salt}/${kind}/${id}`).digest('hex');
}

/** SQL of `forgottenHash`. A statement that names hashes puts no id into ClickHouse's own logs and files. */
export function hashSql(salt: string, kind: ForgottenKind, column: string): string {
  return `lower(hex(SHA256(concat('${salt}/${kind}/', ${column}))))`;
}

/** Reads the list. Two acts of forgetting that began at once may have made a salt each; then both hold. */
export async function readForgotten(clickhouse: ClickHouse): Promise<Forgotten> {
  const rows = await clickhouse.query<{ kind: ForgottenKind | 'salt'; hash: string }>({
    sql: 'SELECT kind::String AS kind, hash FROM forgotten FINAL',
    params: {},
  });
  const salts = rows.flatMap(({ kind, hash }) => (kind === 'salt' ? [hash] : []));
  const hashes = {
    customer: new Set(rows.flatMap(({ kind, hash }) => (kind === 'customer' ? [hash] : []))),
    conversation: new Set(rows.flatMap(({ kind, hash }) => (kind === 'conversation' ? [hash] : []))),
  };
  return {
    size: rows.length,
    has: (kind, id) =>
      hashes[kind].size > 0 && salts.some((salt) => hashes[kind].has(forgottenHash(salt, kind, id))),
  };
}

/** How many entries the list has. */
export async function countForgotten(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: 'SELECT count()::Float64 AS n FROM forgotten FINAL',
    params: {},
  });
  return row!.n;
}
