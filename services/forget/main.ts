import { writeFileSync } from 'node:fs';
import type { Kafka } from 'kafkajs';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { DEFAULT_LOCK, withMigrationLock } from '../lib/clickhouse/migration-lock.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../lib/connections.ts';
import { LinewatchError } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { type ForgottenKind, forgottenHash, hashSql } from '../privacy/forgotten.ts';
import { untilIngestKnows } from './acknowledged.ts';
import { copyRemainders } from './copy.ts';
import { createEraser } from './erase.ts';
import { conversationsOf, countOpen, placesOf } from './find.ts';
import { forgetInKafka, type Wanted } from './kafka.ts';
import { type Report, reportLines, type TopicReport } from './report.ts';
import { noteForgotten, openRun, type Run, readListed, STEPS, type Step, saveRun } from './runs.ts';

export interface ForgetOptions {
  subject: ForgottenKind;
  /** As it was given, and whatever else the same customer is stored under. */
  ids: readonly [string, ...string[]];
  /** Also conversations that are not over. */
  openToo: boolean;
  /** Where the certificate goes, as JSON. */
  certificate?: string;
}

/** Parts are rewritten whole. */
const STATEMENT_MS = 600_000;

/**
 * `linewatch forget`: removes a customer or a conversation, and leaves what figures are made of without a name. Gives the
 * exit code. Every step can be done again, and what is done is written down, so that the same command goes on after a crash;
 * done again after that, it removes what has come since.
 *
 * Rejects with `CONVERSATIONS_OPEN` where conversations are not over, and as `untilIngestKnows` does.
 */
export async function forget(
  { environment, endpoints }: ServerContext,
  options: ForgetOptions,
  terminal: Terminal,
): Promise<number> {
  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  const { CLICKHOUSE_DATABASE: database, CLICKHOUSE_CLUSTER: cluster } = environment;
  const clickhouse = connectClickHouse(environment, endpoints, undefined, STATEMENT_MS);
  const kafka = connectKafka(environment, endpoints, 'forget', log);
  const lock = {
    database,
    onCluster: cluster ? ` ON CLUSTER ${cluster}` : '',
    name: 'forget_lock',
    busy: BUSY,
  };
  try {
    return await withMigrationLock(clickhouse, lock, { ...DEFAULT_LOCK, waitMs: BUSY_MS }, async () => {
      const run = await openRun(clickhouse, options.subject, options.ids[0], Date.now());
      if (run.step !== 'begun') terminal.say('Going on where it was interrupted.');
      const act = createAct({ clickhouse, kafka, run, options, terminal, cluster });
      await act.list();
      await act.copy();
      await act.erase();
      const topics = await forgetInKafka(
        {
          kafka,
          brokers: endpoints.brokers,
          open: !environment.KAFKA_SSL && environment.KAFKA_SASL_MECHANISM === undefined,
          registry: connectRegistry(endpoints),
          log,
        },
        await act.wanted(),
        (done, of) => terminal.progress(`Reading Kafka: ${figure(done)} of ${figure(of)} records`),
      );
      const report = await act.finish(topics);
      if (options.certificate !== undefined)
        writeFileSync(options.certificate, `${JSON.stringify(report, null, 2)}\n`);
      for (const line of reportLines(report)) terminal.say(line);
      return 0;
    });
  } finally {
    await clickhouse.close();
  }
}

const BUSY = 'another process forgets somebody: two at once would count what stays twice';
const BUSY_MS = 20_000;
const figure = (value: number) => value.toLocaleString('en');

interface ActDeps {
  clickhouse: ClickHouse;
  kafka: Kafka;
  run: Run;
  options: ForgetOptions;
  terminal: Terminal;
  cluster: string | undefined;
}

/** The steps of an act, in order; those that are done already do nothing. */
function createAct({
  clickhouse,
  kafka,
  run,
  options: { subject, ids, openToo },
  terminal,
  cluster,
}: ActDeps) {
  const hashOf = (conversation: string) => forgottenHash(run.salt, 'conversation', conversation);
  const isCustomer = (one: string) => subject === 'customer' && ids.includes(one);
  const customers = ids.map((one) => forgottenHash(run.salt, 'customer', one));
  const eraser = createEraser(clickhouse, run, cluster);
  const isDone = (step: Step) => STEPS.indexOf(step) <= STEPS.indexOf(run.step);
  let savedAt = 0;

  async function reach(step: Step): Promise<void> {
    run.step = step;
    // Of two versions the higher one stays.
    savedAt = Math.max(Date.now(), savedAt + 1);
    await saveRun(clickhouse, run, savedAt);
  }

  async function note(kind: ForgottenKind, hashes: readonly string[]): Promise<void> {
    await noteForgotten(clickhouse, run.id, kind, hashes, Date.now());
    terminal.progress('Waiting until ingest knows');
    await untilIngestKnows(clickhouse, kafka);
  }

  async function found(): Promise<string[]> {
    terminal.progress('Looking for conversations');
    const found = subject === 'customer' ? await conversationsOf(clickhouse, run, customers) : ids;
    return found.map(hashOf);
  }

  return {
    /** Sees to it that nothing of this is stored any more. */
    async list(): Promise<void> {
      if (isDone('listed')) return;
      const open = openToo ? 0 : await countOpen(clickhouse, run, await found());
      if (open > 0) {
        throw new LinewatchError(
          'CONVERSATIONS_OPEN',
          `${open} of the conversations are not over: end them first, or forget them as they are with --open-too`,
        );
      }
      if (subject === 'customer') await note('customer', customers);
      const hashes = await found();
      const { all } = await readListed(clickhouse, run);
      await note(
        'conversation',
        hashes.filter((hash) => !all.has(hash)),
      );
      await reach('listed');
    },
    /** Writes what stays. */
    async copy(): Promise<void> {
      if (isDone('copied')) return;
      const { now, ours } = await readListed(clickhouse, run);
      const known = new Set(ours);
      const erasure = { key: run.key, isConversation: (one: string) => known.has(hashOf(one)), isCustomer };
      const places = await placesOf(clickhouse, run, now);
      run.counted = await eraser.count(ours);
      await copyRemainders(clickhouse, places, erasure, (done) =>
        terminal.progress(`Writing what stays: ${figure(done)} of ${figure(places.length)} conversations`),
      );
      await reach('copied');
    },
    async erase(): Promise<void> {
      if (isDone('erased')) return;
      terminal.progress('Rewriting tables');
      await eraser.conversations((await readListed(clickhouse, run)).ours);
      await reach('erased');
    },
    async wanted(): Promise<Wanted> {
      const { ours } = await readListed(clickhouse, run);
      const known = new Set(ours);
      return { isConversation: (one) => known.has(hashOf(one)), isCustomer, plain: ids };
    },
    async finish(topics: readonly TopicReport[]): Promise<Report> {
      const doneAt = Date.now();
      const report: Report = {
        subject,
        hash: run.id,
        beganAt: run.beganAt,
        doneAt,
        conversations: (await readListed(clickhouse, run)).now.length,
        tables: run.counted ?? [],
        filesGoneBy: await eraser.goneBy(doneAt),
        topics,
        texts: [
          ...(await textsWith(clickhouse, ids)),
          ...(await auditOf(clickhouse, run, (await readListed(clickhouse, run)).ours)),
        ],
      };
      run.reports.push(report);
      run.counted = null;
      run.key = '';
      await reach('done');
      await eraser.key();
      return report;
    },
  };
}

/** Who saw which conversation stays: the audit is evidence, and each entry holds those before it together. */
async function auditOf(clickhouse: ClickHouse, { salt }: Run, hashes: readonly string[]) {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: `SELECT count()::Float64 AS n FROM audit FINAL
          WHERE arrayExists(one -> ${hashSql(salt, 'conversation', 'one')} IN {hashes:Array(String)}, subjects)`,
    params: { hashes },
  });
  return row!.n === 0 ? [] : [{ table: 'audit', rows: row!.n }];
}

/** What people wrote is theirs: where the id is in it, they are told. */
async function textsWith(
  clickhouse: ClickHouse,
  ids: readonly string[],
): Promise<{ table: string; rows: number }[]> {
  const columns = [
    ['journal', 'body'],
    ['alert_acknowledgements', 'note'],
    ['silences', 'comment'],
    ['silences', 'matchers'],
  ] as const;
  const found: { table: string; rows: number }[] = [];
  for (const [table, column] of columns) {
    const [row] = await clickhouse.query<{ n: number }>({
      sql: `SELECT count()::Float64 AS n FROM ${table} FINAL WHERE multiSearchAny(${column}, {ids:Array(String)})`,
      params: { ids },
    });
    if (row!.n > 0) found.push({ table, rows: row!.n });
  }
  return found;
}
