import type { ClickHouse, Parameters } from '../lib/clickhouse/client.ts';

/** An entry as it is shown; `at` is UTC ms. */
export interface StoredEntry {
  at: number;
  chain: string;
  seq: number;
  hash: string;
  previous: string;
  service: string;
  what: string;
  outcome: string;
  who: string;
  role: string;
  subjectKind: string;
  subjects: string[];
  count: number;
  detail: string;
}

/** Where a page ends. */
export interface AuditCursor {
  at: number;
  chain: string;
  seq: number;
  hash: string;
}

export interface AuditRequest {
  /** UTC ms. */
  from: number;
  to: number;
  who?: readonly string[];
  what?: readonly string[];
  service?: readonly string[];
  outcome?: readonly string[];
  /** Id of one of the subjects. */
  subject?: readonly string[];
  after: AuditCursor | null;
  limit: number;
}

export const ENTRY_COLUMNS = `toUnixTimestamp64Milli(audit.at)::Float64 AS at, chain, seq::Float64 AS seq, hash, previous,
  service, what, outcome, who, role, subject_kind AS subjectKind, subjects, count::Float64 AS count, detail`;

const CONDITIONS = {
  who: 'who IN {who:Array(String)}',
  what: 'what IN {what:Array(String)}',
  service: 'service IN {service:Array(String)}',
  outcome: 'outcome IN {outcome:Array(String)}',
  subject: 'hasAny(subjects, {subject:Array(String)})',
} as const;

/** Entries of a range, the newest first, and the cursor of the next page; null if there is none. */
export async function queryAudit(
  clickhouse: ClickHouse,
  request: AuditRequest,
): Promise<{ entries: StoredEntry[]; next: AuditCursor | null }> {
  const { from, to, after, limit } = request;
  const where = [
    'audit.at >= fromUnixTimestamp64Milli({from:Int64})',
    'audit.at < fromUnixTimestamp64Milli({to:Int64})',
  ];
  const params: Parameters = { from, to, limit: limit + 1 };
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const values = request[name as keyof typeof CONDITIONS];
    if (values === undefined || values.length === 0) continue;
    where.push(condition);
    params[name] = values;
  }
  if (after !== null) {
    where.push(
      '(audit.at, chain, seq, hash) < (fromUnixTimestamp64Milli({after_at:Int64}), {after_chain:String}, {after_seq:UInt64}, {after_hash:String})',
    );
    Object.assign(params, {
      after_at: after.at,
      after_chain: after.chain,
      after_seq: after.seq,
      after_hash: after.hash,
    });
  }
  const found = await clickhouse.query<StoredEntry>({
    sql: `SELECT ${ENTRY_COLUMNS}
FROM audit FINAL
WHERE ${where.join(' AND ')}
ORDER BY audit.at DESC, chain DESC, audit.seq DESC, hash DESC
LIMIT {limit:UInt32}`,
    params,
  });
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  const next = found.length > limit && last !== undefined ? last : null;
  return { entries, next: next && { at: next.at, chain: next.chain, seq: next.seq, hash: next.hash } };
}
