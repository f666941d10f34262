import { readdirSync, readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../services/audit/act.ts';
import { NO_AUDIT } from '../../services/audit/audit.ts';
import { createChain } from '../../services/audit/chain.ts';
import { checkChains } from '../../services/audit/check.ts';
import { keepAudit } from '../../services/audit/keeper.ts';
import { type AuditCursor, type AuditRequest, queryAudit } from '../../services/audit/query.ts';
import { auditRows } from '../../services/audit/rows.ts';
import { startAudit } from '../../services/audit/start.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { audited } from '../../services/commands/audited.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { waitUntil } from '../support/product.ts';

const FOREVER = { from: 0, to: 4e12, after: null, limit: 1_000 } satisfies AuditRequest;
const act = (who: string, ids: string[]): Act => ({
  what: ids.length > 1 ? 'conversations.listed' : 'conversation.opened',
  outcome: 'done',
  who,
  role: 'manager',
  subjects: { kind: 'conversation', ids },
});

describe('the audit log from a process to its table', () => {
  const database = `audit_${process.pid}_${Date.now()}`;
  const log = createLog({ level: 'silent' });
  const lifecycle = createLifecycle(() => {});
  const environment = readEnvironment({ ...kafkaSecurity(), CLICKHOUSE_DATABASE: database });
  let servers: ServersForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    servers = await startServersForTests();
    const bare = connectClickHouse(environment, servers, 'default');
    await migrate(bare, database);
    await bare.close();
    clickhouse = connectClickHouse(environment, servers);
    const kafka = connectKafka(environment, servers, 'test', log);
    const deps = { kafka, registry: connectRegistry(servers), clickhouse, log };
    await lifecycle.start(
      async () => keepAudit(deps, database),
      (keeper) => keeper.close(),
    );
  });
  afterAll(async () => {
    await lifecycle.stop();
    await clickhouse?.command(`DROP DATABASE IF EXISTS ${database}`);
    await clickhouse?.close();
    await servers?.stop();
  });

  const stored = async (request: Partial<AuditRequest> = {}) =>
    (await queryAudit(clickhouse, { ...FOREVER, ...request })).entries;

  it('arrives whole and in order, and is found by who, what and conversation', async () => {
    const context = { environment, endpoints: servers, lifecycle, log };
    const audit = await startAudit(context, 'query', new Registry());
    for (let i = 0; i < 50; i++) audit.note(act(i % 2 ? 'mona' : 'sue', [`c-${i}`]));
    await audit.sure(act('mona', ['c-1', 'c-2', "c-'\\ 3"]));
    await waitUntil(async () => (await stored()).length === 51);
    expect((await stored({ who: ['mona'] })).length).toBe(26);
    expect((await stored({ what: ['conversations.listed'] })).length).toBe(1);
    expect((await stored({ subject: ['c-1'] })).map(({ who }) => who).sort()).toEqual(['mona', 'mona']);
    expect((await stored({ subject: ["c-'\\ 3"] })).length).toBe(1);
    expect((await stored({ service: ['collector'] })).length).toBe(0);
    expect((await stored({ to: 1 })).length).toBe(0);
    expect(await checkChains(clickhouse, () => {})).toEqual({ entries: 51, chains: 1, faults: [] });
  });

  it('comes by the page without a gap or a repetition, many at one instant too', async () => {
    const chain = createChain('collector', () => 1_700_000_000_000);
    const all = Array.from({ length: 25 }, (_, i) => chain(act('page', [`p-${i}`])));
    await clickhouse.insert('audit', auditRows(all));
    // Written again after a fault: it is the same row.
    await clickhouse.insert('audit', auditRows(all));
    const seen: string[] = [];
    for (let after: AuditCursor | null | undefined; after !== null; ) {
      const page = await queryAudit(clickhouse, {
        ...FOREVER,
        who: ['page'],
        limit: 4,
        after: after ?? null,
      });
      seen.push(...page.entries.flatMap(({ subjects }) => subjects));
      after = page.next;
    }
    expect(seen).toEqual(all.flatMap(({ subjects }) => subjects).reverse());
  });

  it('is answered by the route, page by page', async () => {
    const center = parseContactCenter('', 'test.yaml');
    const app = await createQueryApp({
      clickhouse,
      center: () => center,
      metrics: new Registry(),
      checks: {},
      audit: NO_AUDIT,
      log,
      now: Date.now,
    });
    const get = async (query: string) => {
      const response = await app.inject({
        url: `/api/v1/audit?from=2023-01-01${query}`,
        headers: { host: '127.0.0.1' },
      });
      return { status: response.statusCode, ...response.json() };
    };
    try {
      const first = await get('&who=page&limit=20');
      expect(first.entries).toHaveLength(20);
      expect(first.entries[0]).toMatchObject({
        at: '2023-11-14T22:13:20.000Z',
        who: 'page',
        what: 'conversation.opened',
        subjectKind: 'conversation',
        subjects: ['p-24'],
        seq: 25,
      });
      const rest = await get(`&who=page&limit=20&cursor=${first.next}`);
      expect([rest.entries.length, rest.next]).toEqual([5, null]);
      expect((await get('&who=page&who=mona')).entries.length).toBe(51);
      const bad = await get('&what=everything&cursor=x');
      expect([bad.status, bad.code]).toEqual([400, 'BAD_REQUEST']);
      expect((await get('&cursor=e30')).faults).toEqual([
        { path: 'cursor', message: 'is not the `next` of a page' },
      ]);
    } finally {
      await app.close();
    }
  });

  it('has commands before and after, with the account that ran them and how they ended', async () => {
    const said: string[] = [];
    const terminal = { say: (line: string) => said.push(line) };
    const run = (code: number) =>
      audited({ environment, endpoints: servers }, { what: 'rollups.built' }, terminal, async () => code);
    expect([await run(0), await run(3)]).toEqual([0, 3]);
    await waitUntil(async () => (await stored({ service: ['command'] })).length === 4);
    const told = (await stored({ service: ['command'] })).map(({ outcome, detail }) => [outcome, detail]);
    expect(told.reverse()).toEqual([
      ['begun', ''],
      ['done', 'exit 0'],
      ['begun', ''],
      ['failed', 'exit 3'],
    ]);
    expect((await stored({ service: ['command'] }))[0]!.who).not.toBe('');
    expect(said).toEqual([]);
  });

  it('says where a command cannot be noted, and does not run it where that is required', async () => {
    const nowhere = { ...servers, brokers: ['127.0.0.1:1'] };
    const said: string[] = [];
    const terminal = { say: (line: string) => said.push(line) };
    let ran = 0;
    const run = (required: boolean) =>
      audited(
        { environment: { ...environment, AUDIT_REQUIRED: required }, endpoints: nowhere },
        { what: 'rollups.built' },
        terminal,
        async () => {
          ran++;
          return 0;
        },
      );
    await expect(run(true)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(ran).toBe(0);
    said.length = 0;
    expect(await run(false)).toBe(0);
    expect(said).toEqual(['This is not in the audit log: AUDIT_UNAVAILABLE']);
  });

  it('shows what somebody changed in the table behind its back', async () => {
    const [entry] = await stored({ who: ['mona'], limit: 1 });
    await clickhouse.command(
      `INSERT INTO audit SELECT * REPLACE ('nobody' AS who, 'f' AS hash) FROM audit WHERE chain = {chain:String} AND seq = {seq:UInt64}`,
      { chain: entry!.chain, seq: entry!.seq },
    );
    const { faults } = await checkChains(clickhouse, () => {});
    expect(faults).toEqual(
      expect.arrayContaining([{ chain: entry!.chain, seq: entry!.seq, fault: 'altered' }]),
    );
    expect(faults).toEqual(
      expect.arrayContaining([{ chain: entry!.chain, seq: entry!.seq, fault: 'doubled' }]),
    );
  });
});

it('nothing of ours updates, deletes or lets run out what is in the audit log', () => {
  const root = new URL('../../', import.meta.url);
  const files = ['services', 'infra']
    .flatMap((folder) => readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile() && /\.(ts|sql)$/.test(file.name));
  expect(files.length).toBeGreaterThan(500);
  const statements =
    /\b(ALTER TABLE|DELETE FROM|UPDATE|TRUNCATE( TABLE)?|DROP TABLE( IF EXISTS)?)\s+(\w+\.)?audit\b/i;
  const found = files
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .filter((file) => statements.test(readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
  const table = readFileSync(new URL('infra/clickhouse/migrations/0012_audit.sql', root), 'utf8');
  expect(table).not.toMatch(/\bTTL\b/);
});
