import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { BIN_ERROR, binSql, middleSql } from '../../services/rollups/bins.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';

describe('bins of durations', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`bins_${process.pid}`);
    ({ clickhouse } = database);
  });
  afterAll(() => database?.stop());

  async function middlesOf(values: readonly number[]) {
    return clickhouse.query<{ value: number; bin: number; middle: number }>({
      sql: `SELECT value::Float64 AS value, bin, (${middleSql('bin')})::Float64 AS middle
        FROM (SELECT arrayJoin({values:Array(Int64)}) AS value, ${binSql('value')} AS bin)`,
      params: { values },
    });
  }

  it('have a middle within the stated error of every value in them, negative ones and those of 176 years too', async () => {
    const borders = Array.from({ length: 43 }, (_, i) => 2 ** i).flatMap((one) => [one - 1, one, one + 1]);
    const inBetween = fc.sample(fc.integer({ min: 0, max: Date.UTC(2146, 0) }), { numRuns: 500, seed: 1 });
    const values = [...borders, ...inBetween].flatMap((value) => [value, -value]);
    const rows = await middlesOf(values);
    expect(rows).toHaveLength(values.length);
    for (const { value, middle } of rows)
      expect(Math.abs(middle - value), String(value)).toBeLessThanOrEqual(BIN_ERROR * Math.abs(value));
  });

  it('are exact below 256 ms, and in the order of the values', async () => {
    const small = await middlesOf(Array.from({ length: 511 }, (_, i) => i - 255));
    for (const { value, middle } of small) expect(middle).toBe(value);
    const rising = Array.from({ length: 5_000 }, (_, i) => i * i * 7 - 3_000_000);
    const bins = (await middlesOf(rising)).sort((a, b) => a.value - b.value).map(({ bin }) => bin);
    for (let i = 1; i < bins.length; i++) expect(bins[i]!).toBeGreaterThanOrEqual(bins[i - 1]!);
  });
});
