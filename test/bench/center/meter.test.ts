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
const SMALL = 'SELECT max(n) FROM metered';
const LARGE = 'SELECT uniqExact(text) FROM metered';

it('answers as the client does, and counts the rows of tables and subqueries', async () => {
  const query = {
    sql: 'SELECT count() AS found, max(n) AS last FROM metered WHERE n > (SELECT avg(n) FROM metered) + {by:UInt32}',
    params: { by: 1 },
  };
  const rowsOfClient = await clickhouse.query(query);
  expect(rowsOfClient).toHaveLength(1);
  const { statements } = await meter.measure(async () =>
    expect(await meter.clickhouse.query(query)).toEqual(rowsOfClient),
  );
  expect(statements).toMatchObject([{ sql: query.sql, ms: expect.any(Number) }]);
  const [{ rows, bytes } = { rows: 0, bytes: 0 }] = statements;
  // Of the outer part those granules that may hold such numbers.
  expect(rows).toBeGreaterThan(1_499_000);
  expect(rows).toBeLessThan(1_520_000);
  expect(bytes).toBe(rows * 8);
});

it('tells the memory of the statement that takes most, of those that were measured', async () => {
  const before = await meter.measure(() => ask(SMALL));
  const large = await meter.measure(() => Promise.all([ask(SMALL), ask(LARGE), ask(SMALL)]));
  const after = await meter.measure(() => ask(SMALL));
  expect(large.statements.map(({ sql }) => sql)).toEqual([SMALL, LARGE, SMALL]);
  expect(large.memory).toBeGreaterThan(50 * MB);
  expect(large.memory).toBeLessThan(300 * MB);
  for (const { memory } of [before, after]) expect(memory).toBeLessThan(30 * MB);
});

it('adds nothing up: two statements at once take what one takes', async () => {
  const one = await meter.measure(() => ask(LARGE));
  const two = await meter.measure(() => Promise.all([ask(LARGE), ask(LARGE)]));
  expect(two.memory).toBeLessThan(1.5 * one.memory);
});

it('has the memory of a statement that fails', async () => {
  const { statements, memory } = await meter.measure(() =>
    expect(ask('SELECT throwIf(uniqExact(text) > 5) FROM metered')).rejects.toThrow(),
  );
  expect(statements).toMatchObject([{ rows: 0, failed: expect.stringContaining('throwIf') }]);
  expect(memory).toBeGreaterThan(50 * MB);
});
