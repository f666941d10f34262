import { randomBytes } from 'node:crypto';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { instant, text, uint64, word } from '../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../lib/clickhouse/native/rows.ts';
import { type ForgottenKind, forgottenHash } from '../privacy/forgotten.ts';
import type { Report } from './report.ts';

/** What is done already; each step can be done again. */
export const STEPS = ['begun', 'listed', 'copied', 'erased', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** An act of forgetting. */
export interface Run {
  /** Hash of what is forgotten. */
  id: string;
  salt: string;
  subject: ForgottenKind;
  step: Step;
  /** Makes the ids of what stays; empty once all is done. */
  key: string;
  /** UTC ms. */
  beganAt: number;
  /** What the tables had before this act removed it; null: that is not known yet. */
  counted: Erased[] | null;
  /** Of those before this one that forgot the same, and of this one once it is done. */
  reports: Report[];
}

/** What is erased of one table. */
export interface Erased {
  table: string;
  /** Rows on the disk, those that were replaced and not merged yet included. */
  rows: number;
}

/** The act that forgets this id: the one that was begun and not ended, or a new one. */
export async function openRun(
  clickhouse: ClickHouse,
  subject: ForgottenKind,
  id: string,
  now: number,
): Promise<Run> {
  const salt = await saltOf(clickhouse, now);
  const run = forgottenHash(salt, subject, id);
  const [row] = await clickhouse.query<{ step: Step; key: string; began: number; report: string }>({
    sql: `SELECT step::String AS step, key, toUnixTimestamp64Milli(began_at)::Float64 AS began, report
          FROM forget_runs FINAL WHERE run = {run:String}`,
    params: { run },
  });
  const { reports = [], counted = null }: Partial<Pick<Run, 'reports' | 'counted'>> =
    row === undefined ? {} : JSON.parse(row.report);
  const fresh = { step: 'begun', key: randomBytes(32).toString('hex'), beganAt: now, counted: null } as const;
  const open =
    row === undefined || row.step === 'done'
      ? fresh
      : { step: row.step, key: row.key, beganAt: row.began, counted };
  const opened: Run = { id: run, salt, subject, reports, ...open };
  await saveRun(clickhouse, opened, now);
  return opened;
}

/** @param now UTC ms; later than at the last call */
export async function saveRun(clickhouse: ClickHouse, run: Run, now: number): Promise<void> {
  const rows = rowsOf({
    run: text(),
    version: uint64(),
    subject: word(),
    step: word(),
    key: text(),
    began_at: instant(),
    report: text(),
  });
  rows.columns.run.add(run.id);
  rows.columns.version.add(BigInt(now));
  rows.columns.subject.add(run.subject);
  rows.columns.step.add(run.step);
  rows.columns.key.add(run.key);
  rows.columns.began_at.add(run.beganAt);
  rows.columns.report.add(JSON.stringify({ reports: run.reports, counted: run.counted }));
  await clickhouse.insert('forget_runs', rows);
}

/** The installation's salt, made at the first act. Where two began at once there are two, and both hold. */
async function saltOf(clickhouse: ClickHouse, now: number): Promise<string> {
  const read = () =>
    clickhouse.query<{ hash: string }>({
      sql: `SELECT hash FROM forgotten FINAL WHERE kind = 'salt' ORDER BY noted_at, hash LIMIT 1`,
      params: {},
    });
  const [known] = await read();
  if (known !== undefined) return known.hash;
  await noteForgotten(clickhouse, '', 'salt', [randomBytes(32).toString('hex')], now);
  return (await read())[0]!.hash;
}

/** Puts hashes on the list of what is forgotten. */
export async function noteForgotten(
  clickhouse: ClickHouse,
  run: string,
  kind: ForgottenKind | 'salt',
  hashes: Iterable<string>,
  now: number,
): Promise<void> {
  const rows = rowsOf({ run: text(), kind: word(), hash: text(), noted_at: instant() });
  for (const hash of hashes) {
    rows.columns.run.add(run);
    rows.columns.kind.add(kind);
    rows.columns.hash.add(hash);
    rows.columns.noted_at.add(now);
  }
  await clickhouse.insert('forgotten', rows);
}

/** The hashes of conversations that are on the list. */
export interface Listed {
  /** By this act: of these a remainder is to be written. */
  now: string[];
  /** By this act and by those before it that forgot the same: nothing may be left of them. */
  ours: string[];
  /** By any. */
  all: Set<string>;
}

export async function readListed(clickhouse: ClickHouse, { id, beganAt }: Run): Promise<Listed> {
  const rows = await clickhouse.query<{ run: string; hash: string; at: number }>({
    sql: `SELECT run, hash, toUnixTimestamp64Milli(noted_at)::Float64 AS at FROM forgotten FINAL
          WHERE kind = 'conversation' ORDER BY hash`,
    params: {},
  });
  const ours = rows.filter(({ run }) => run === id);
  return {
    now: ours.filter(({ at }) => at >= beganAt).map(({ hash }) => hash),
    ours: ours.map(({ hash }) => hash),
    all: new Set(rows.map(({ hash }) => hash)),
  };
}
