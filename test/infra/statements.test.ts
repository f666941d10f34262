import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { type ClickHouse, createClickHouse, type Query } from '../../services/lib/clickhouse/client.ts';
import { readShardingKeys } from '../../services/lib/clickhouse/migrate.ts';
import { createLog } from '../../services/lib/log.ts';
import { CATALOGUE, variantsOf } from '../../services/metrics/catalogue/index.ts';
import { dimensionsOf } from '../../services/metrics/definition/metric.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../support/embedded-clickhouse.ts';

const NOW = Date.UTC(2026, 0, 31);
const DOCUMENTS = ['docs/production.md', 'docs/runbook.md'];

/** Every statement that the query service sends for the addresses, one of each text. */
async function statementsFor(urls: readonly string[]): Promise<Query[]> {
  const statements = new Map<string, Query>();
  const clickhouse: ClickHouse = {
    async query(query) {
      statements.set(query.sql, query);
      return [];
    },
    command: async () => {},
    insert: async () => {},
    ping: async () => true,
    close: async () => {},
  };
  const center = parseContactCenter('', 'test.yaml');
  const log = createLog({ level: 'silent' });
  const deps = { clickhouse, center: () => center, metrics: new Registry(), checks: {}, log, now: () => NOW };
  const app = await createQueryApp(deps);
  for (const url of urls) {
    const { statusCode, body } = await app.inject(url);
    expect([200, 404], `${url}: ${body}`).toContain(statusCode);
  }
  await app.close();
  return [...statements.values()];
}

const RANGE = 'from=now-7d&to=now';
/** One metric of each kind: within a kind, filters and groups are put in by the same code. */
const KINDS = [...new Map(CATALOGUE.map((metric) => [metric.kind, metric])).values()];
const URLS = [
  ...CATALOGUE.flatMap(({ id }) => `/api/v1/query?metrics=${id}&${RANGE}&interval=total`),
  ...CATALOGUE.flatMap((metric) =>
    variantsOf(metric).map((variant) => `/api/v1/query?metrics=${metric.id}&${RANGE}&variant=${variant}`),
  ),
  ...KINDS.flatMap((metric) => [
    `/api/v1/query?metrics=${metric.id}&${RANGE}&interval=1d&tz=Europe/Berlin`,
    ...(metric.kind === 'agents' ? [] : [`/api/v1/conversations?metric=${metric.id}&${RANGE}`]),
    ...dimensionsOf(metric).map(
      (dimension) => `/api/v1/query?metrics=${metric.id}&${RANGE}&${dimension}=x&group_by=${dimension}`,
    ),
  ]),
  `/api/v1/distribution?metric=asa&${RANGE}`,
  `/api/v1/workforce/heatmap?metric=offered&${RANGE}`,
  ...['queues', 'targets', 'targets?state=breached', 'agents'].map((one) => `/api/v1/live/${one}`),
  ...['queue', 'team', 'agent'].map((one) => `/api/v1/dimensions/${one}`),
  ...['pipeline', 'alerts', 'silences', 'conversations/c-1'].map((one) => `/api/v1/${one}`),
];

describe('what is sent to ClickHouse', () => {
  let server: ClickHouseForTests;
  let engine: ClickHouse;

  beforeAll(async () => {
    server = await shareClickHouseForTests();
    engine = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 30_000 });
  });
  afterAll(async () => {
    await engine?.close();
    await server?.stop();
  });

  it('by the query service: the engine can parse it, and every table of it is one that a cluster has too', async () => {
    const statements = await statementsFor(URLS);
    expect(statements.length).toBeGreaterThan(100);
    const tables = new Set(Object.keys(readShardingKeys()));
    for (const { sql, params } of statements) {
      await engine.command(`EXPLAIN AST ${sql}`, params);
      // Not functions, such as numbers(), nor what ARRAY JOIN unfolds.
      const read = [...sql.matchAll(/(?:\bFROM|(?<!ARRAY )\bJOIN) (\w+)\b(?!\()/g)].map(([, name]) => name!);
      for (const name of read) {
        // What a server says of itself.
        if (name === 'system') continue;
        const named = new RegExp(`\\b${name} AS \\(`).test(sql);
        expect(named || tables.has(name), `${name} in ${sql}`).toBe(true);
      }
    }
  });

  it.each(DOCUMENTS)('by hand, as %s has it: the engine can parse it', async (file) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const statements = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(([, block]) =>
      block!
        .split(/;?\n(?=[A-Z])|;\s*$/)
        .map((one) => one.trim())
        .filter(Boolean),
    );
    expect(statements.length).toBeGreaterThan(1);
    // As a value: the embedded server takes no statements that reach beyond its folder, such as backups to a disk.
    for (const sql of statements)
      await engine.query({ sql: 'SELECT formatQuery({sql:String})', params: { sql } });
  });
});
