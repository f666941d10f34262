import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { freePorts } from '../support/ports.ts';
import { runLinewatch, waitUntil } from '../support/product.ts';
import { type RoleProcess, startRole } from '../support/role-process.ts';
import { sharedData, truthOf } from '../support/shared-data.ts';

const GROUP = 'linewatch-ingest';
const SETS = ['bank_calls_week/calls', 'italian_helpdesk/helpdesk'] as const;
const BANK_WEEK = 'from=1999-08-01&to=1999-08-08&tz=Asia/Jerusalem';
/** Slow enough that processes come and go while events arrive. */
const EVENTS_PER_SECOND = 1_500;

/** Only against hanging. */
const STORED_MS = 1_800_000;

const bank = truthOf<{ offered: number; answered: number; abandoned: number; asa_s: number }>(
  'bank_calls_week',
);
const helpdesk = truthOf<{ cases: number }>('italian_helpdesk');

describe('roles in processes of their own on Apache Kafka', () => {
  let servers: ServersForTests;
  let environment: Record<string, string>;
  let clickhouse: ClickHouse;
  let admin: Admin;
  let query: RoleProcess;
  const ingests: RoleProcess[] = [];
  let sent = 0;

  const api = async <T>(route: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${environment.QUERY_PORT}${route}`);
    expect(response.status, route).toBe(200);
    return (await response.json()) as T;
  };
  const figures = async (parameters: string) =>
    (await api<{ rows: Record<string, number>[] }>(`/api/v1/query?interval=total&${parameters}`)).rows[0]!;
  const stored = async () => {
    const sql = 'SELECT count()::UInt32 AS events, uniqExact(event_id)::UInt32 AS ids FROM events FINAL';
    return (await clickhouse.query<{ events: number; ids: number }>({ sql, params: {} }))[0]!;
  };
  const members = async () => (await admin.describeGroups([GROUP])).groups[0]!.members.length;
  const runToEnd = async (...args: string[]) => {
    const { output, code } = await runLinewatch(args, environment);
    expect(code, output).toBe(0);
    return output;
  };

  beforeAll(async () => {
    servers = await startServersForTests();
    const [queryPort] = await freePorts(1);
    environment = {
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: `roles_${randomUUID().slice(0, 8)}`,
      QUERY_PORT: String(queryPort),
      LOG_LEVEL: 'info',
    };
    clickhouse = createClickHouse({
      url: servers.clickhouseUrl,
      database: environment.CLICKHOUSE_DATABASE!,
      requestTimeoutMs: 30_000,
    });
    const variables = readEnvironment({ ...process.env, ...environment });
    admin = connectKafka(variables, servers, 'test', createLog({ level: 'silent' })).admin();
    await admin.connect();
  });

  afterAll(async () => {
    await Promise.all([query, ...ingests].map((role) => role?.end('SIGKILL')));
    if (environment) await clickhouse.command(`DROP DATABASE IF EXISTS ${environment.CLICKHOUSE_DATABASE}`);
    await admin?.disconnect();
    await clickhouse?.close();
    await servers?.stop();
  });

  it('migrates a new database once', async () => {
    expect(await runToEnd('migrate')).toContain('applied 0001_tables');
    expect(await runToEnd('migrate')).toBe('nothing to do\n');
  });

  it('shares the partitions among three ingest processes', async () => {
    query = await startRole('query', environment);
    for (let i = 0; i < 3; i++) ingests.push(await startRole('ingest', environment));
    await waitUntil(async () => (await members()) === 3, STORED_MS);
  });

  it('stores all while one is killed and another one added', async () => {
    const importing = (async () => {
      for (const set of SETS) {
        const mapping = `test/real-data/${set.split('/')[0]}.mapping.yaml`;
        const rate = String(EVENTS_PER_SECOND);
        const output = await runToEnd(
          'import',
          sharedData(`${set}.csv`),
          '--mapping',
          mapping,
          '--rate',
          rate,
        );
        // The last line that says so is the summary; those before it are progress.
        const [, events] = [...output.matchAll(/([\d,]+) events/g)].at(-1)!;
        sent += Number(events!.replaceAll(',', ''));
      }
    })();
    await Promise.race([importing, waitUntil(async () => (await stored()).events > 5_000, STORED_MS)]);
    expect(sent, 'the import goes on when the process is killed').toBe(0);
    expect(await ingests.shift()!.end('SIGKILL')).toBe('SIGKILL');
    ingests.push(await startRole('ingest', environment));
    await importing;
    await waitUntil(async () => (await stored()).ids === sent, STORED_MS);
  });

  it('has stored every event once', async () => {
    expect(sent).toBeGreaterThan(50_000);
    expect(await stored()).toEqual({ events: sent, ids: sent });
  });

  it('has committed all that the topics hold', async () => {
    await waitUntil(async () => (await lag()) === 0, STORED_MS);
    expect(await members()).toBe(3);
  });

  async function lag(): Promise<number> {
    let records = 0;
    for (const topic of INPUT_TOPICS) {
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end]));
      const [committed] = await admin.fetchOffsets({ groupId: GROUP, topics: [topic] });
      for (const { partition, offset } of committed!.partitions) {
        const end = ends.get(partition)!;
        // -1: nothing committed yet.
        records += Number(end.high) - Math.max(Number(offset), Number(end.low));
      }
    }
    return records;
  }

  it('answers with the figures that were computed apart', async () => {
    const calls = await figures(`${BANK_WEEK}&metrics=offered,answered,abandoned,asa`);
    expect(calls).toMatchObject({
      offered: bank.offered,
      answered: bank.answered,
      abandoned: bank.abandoned,
    });
    expect(Math.abs(calls.asa! - bank.asa_s * 1000)).toBeLessThan(1);
    const cases = await figures('from=2010-01-01&to=2015-01-01&metrics=created');
    expect(cases.created).toBe(helpdesk.cases);
  });

  it('ends every role cleanly on SIGTERM', async () => {
    const ends = await Promise.all([query, ...ingests].map((role) => role.end('SIGTERM')));
    expect(ends).toEqual([0, 0, 0, 0]);
    expect((await admin.describeGroups([GROUP])).groups[0]!.state).toBe('Empty');
  });
});
