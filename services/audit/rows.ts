import type { AuditEntry } from '../../schemas/types.ts';
import { instant, long, text, texts, word } from '../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../lib/clickhouse/native/rows.ts';

/** Rows of `audit`. */
export function auditRows(entries: readonly AuditEntry[]) {
  const rows = rowsOf({
    at: instant(),
    chain: text(),
    seq: long(),
    hash: text(),
    previous: text(),
    service: word(),
    what: word(),
    outcome: word(),
    who: text(),
    role: word(),
    subject_kind: word(),
    subjects: texts(),
    count: long(),
    detail: text(),
  });
  const { columns } = rows;
  for (const entry of entries) {
    columns.at.add(entry.at);
    columns.chain.add(entry.chain);
    columns.seq.add(entry.seq);
    columns.hash.add(entry.hash);
    columns.previous.add(entry.previous);
    columns.service.add(entry.service);
    columns.what.add(entry.what);
    columns.outcome.add(entry.outcome);
    columns.who.add(entry.who);
    columns.role.add(entry.role);
    columns.subject_kind.add(entry.subject_kind);
    columns.subjects.add(entry.subjects);
    columns.count.add(entry.count);
    columns.detail.add(entry.detail);
  }
  return rows;
}
