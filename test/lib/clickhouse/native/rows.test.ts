import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../../services/lib/clickhouse/client.ts';
import {
  float32,
  float64,
  instant,
  int64,
  text,
  texts,
  uint8,
  uint16,
  uint32,
  uint64,
  word,
  words,
} from '../../../../services/lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../../../services/lib/clickhouse/native/rows.ts';
import { type ClickHouseForTests, shareClickHouseForTests } from '../../../support/embedded-clickhouse.ts';

const DATABASE = `native_${process.pid}`;
const allTypes = () =>
  rowsOf({
    n: uint32(),
    small: uint8(),
    middle: uint16(),
    whole: int64(),
    huge: uint64(),
    single: float32(),
    double: float64(),
    at: instant(),
    name: text(),
    kind: word(),
    names: texts(),
    kinds: words(),
  });

let server: ClickHouseForTests;
let bare: ClickHouse;
let clickhouse: ClickHouse;

beforeAll(async () => {
  server = await shareClickHouseForTests();
  bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
  await bare.command(`CREATE DATABASE ${DATABASE}`);
  clickhouse = createClickHouse({ url: server.url, database: DATABASE, requestTimeoutMs: 60_000 });
  const columns = Object.entries(allTypes().columns).map(([name, { type }]) => `${name} ${type}`);
  await clickhouse.command(`CREATE TABLE t (${columns.join(', ')}) ENGINE = MergeTree ORDER BY n`);
});

afterAll(async () => {
  await bare.command(`DROP DATABASE ${DATABASE}`);
  await Promise.all([clickhouse.close(), bare.close()]);
  await server.stop();
});

const MOST = 2 ** 52;
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'ö', '客服', 'x'.repeat(39), 'x'.repeat(40), 'é'.repeat(300)),
);
const fewTexts = fc.constantFrom('', 'billing', 'größe', '退款');
const anyRow = fc.record({
  small: fc.integer({ min: 0, max: 255 }),
  middle: fc.integer({ min: 0, max: 65_535 }),
  whole: fc.oneof(
    fc.integer({ min: -MOST, max: MOST }),
    fc.constantFrom(-1, 0, 2 ** 31, 2 ** 32, -(2 ** 32)),
  ),
  huge: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  single: fc.float({ noNaN: true, noDefaultInfinity: true }),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }),
  at: fc.integer({ min: -2_000_000_000_000, max: Date.UTC(2200, 0, 1) }),
  name: anyText,
  kind: fc.oneof(fewTexts, anyText),
  names: fc.array(anyText, { maxLength: 4 }),
  kinds: fc.array(fewTexts, { maxLength: 4 }),
});
type Row = typeof anyRow extends fc.Arbitrary<infer R> ? R : never;

function rowsWith(values: readonly Row[]) {
  const rows = allTypes();
  const { columns } = rows;
  values.forEach((row, n) => {
    columns.n.add(n);
    columns.small.add(row.small);
    columns.middle.add(row.middle);
    columns.whole.add(row.whole);
    columns.huge.add(row.huge);
    columns.single.add(row.single);
    columns.double.add(row.double);
    columns.at.add(row.at);
    columns.name.add(row.name);
    columns.kind.add(row.kind);
    columns.names.add(row.names);
    columns.kinds.add(row.kinds);
  });
  return rows;
}

/** As the engine has them: without 64-bit integers that JSON would round, and Float32 by its shortest text. */
async function stored(): Promise<unknown[]> {
  const rows = await clickhouse.query<Row & { huge: string; whole: string; at: string }>({
    sql: `SELECT small, middle, toString(whole) AS whole, toString(huge) AS huge, single, double,
      toString(toUnixTimestamp64Milli(t.at)) AS at, name, kind, names, kinds FROM t ORDER BY n`,
    params: {},
  });
  return rows.map((row) => ({
    ...row,
    whole: Number(row.whole),
    huge: BigInt(row.huge),
    single: Math.fround(row.single),
    at: Number(row.at),
  }));
}

describe('rows by the column', () => {
  test('come to the table with every value as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 200 }), async (values) => {
        await clickhouse.command('TRUNCATE TABLE t');
        await clickhouse.insert('t', rowsWith(values));
        expect(await stored()).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  test.each([255, 256, 257, 65_535, 65_536, 65_537])(
    'a dictionary of %i words is as wide as it must be',
    async (count) => {
      await clickhouse.command(
        'CREATE TABLE w (word LowCardinality(String)) ENGINE = MergeTree ORDER BY tuple()',
      );
      const rows = rowsOf({ word: word() });
      for (let i = 0; i < count; i++) rows.columns.word.add(`w${i}`);
      rows.columns.word.add('w0');
      await clickhouse.insert('w', rows);
      const [found] = await clickhouse.query<object>({
        sql: 'SELECT uniqExact(word)::UInt32 AS words, countIf(word = {first:String})::UInt32 AS twice FROM w',
        params: { first: 'w0' },
      });
      expect(found).toEqual({ words: count, twice: 2 });
      await clickhouse.command('DROP TABLE w');
    },
  );

  test('can be sent again, and none at all are no request', async () => {
    await clickhouse.command('TRUNCATE TABLE t');
    const rows = rowsWith(fc.sample(anyRow, { numRuns: 3, seed: 1 }));
    await clickhouse.insert('t', rows);
    await clickhouse.insert('t', rows);
    await clickhouse.insert('a_table_that_is_not_there', allTypes());
    expect(await stored()).toHaveLength(6);
  });

  test('of which one lacks a value are refused before anything is sent', () => {
    const rows = rowsOf({ a: uint8(), b: word() });
    rows.columns.a.add(1);
    expect(() => rows.chunks()).toThrow('b has 0 values for 1 rows');
  });
});
