import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { type ClickHouseForTests, startClickHouseForTests } from '../../support/embedded-clickhouse.ts';
import { createMeter, type Meter } from './meter.ts';

const MB = 1_000_000;
let server: ClickHouseForTests;
let clickhouse: ClickHouse;
let meter: Meter;

beforeAll(async () => {
  // One of its own: what another test asks would count.
  server = await startClickHouseForTests();
  clickhouse = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
  await clickhouse.command('CREATE TABLE metered (n UInt64, text String) ENGINE = MergeTree ORDER BY n');
  await clickhouse.command('INSERT INTO metered SELECT number, toString(number) FROM numbers(1000000)');
  meter = createMeter({ clickhouse, url: server.url, database: 'default', requestTimeoutMs: 60_000 });
});

afterAll(async () => {
  await meter.close();
  await clickhouse.command('DROP TABLE metered');
  await clickhouse.close();
  await server.stop();
});

const ask = (sql: string) => meter.clickhouse.query({ sql, params: {} });

it('answers as the client does, and counts the rows of tables and subqueries', async () => {
  const query = {
    sql: 'SELECT count() AS found, max(n) AS last FROM metered WHERE n > (SELECT avg(n) FROM metered) + {by:UInt32}',
    params: { by: 1 },
  };
  const rowsOfClient = await clickhouse.query(query);
  expect(rowsOfClient).toHaveLength(1);
  expect(await meter.clickhouse.query(query)).toEqual(rowsOfClient);
  const [{ rows, bytes, ms } = { rows: 0, bytes: 0, ms: 0 }] = meter.taken();
  // Of the outer part those granules that may hold such numbers.
  expect(rows).toBeGreaterThan(1_499_000);
  expect(rows).toBeLessThan(1_520_000);
  expect(bytes).toBe(rows * 8);
  expect(ms).toBeGreaterThan(0);
  expect(meter.taken()).toEqual([]);
});

it('tells the memory of each statement, also of small ones beside large ones', async () => {
  const many = 'SELECT uniqExact(text)::UInt32 AS n FROM metered';
  await Promise.all([ask('SELECT max(n) FROM metered'), ask(many), ask('SELECT min(n) FROM metered')]);
  const [before, large, after] = meter.taken().map(({ memory }) => memory / MB);
  expect(large).toBeGreaterThan(50);
  expect(large).toBeLessThan(300);
  for (const small of [before, after]) expect(small).toBeLessThan(30);
});

it('has the memory of a statement that fails, and is as good after it', async () => {
  await expect(ask('SELECT throwIf(uniqExact(text) > 5) FROM metered')).rejects.toThrow();
  await ask('SELECT max(n) FROM metered');
  const [failed, next] = meter.taken();
  expect(failed).toMatchObject({ rows: 0, failed: expect.stringContaining('throwIf') });
  expect(failed!.memory / MB).toBeGreaterThan(50);
  expect(next!.failed).toBeUndefined();
  expect(next!.memory / MB).toBeLessThan(30);
});
