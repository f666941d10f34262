import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { retireSources } from '../../services/rollups/retired.ts';
import { SOURCES } from '../../services/rollups/sources.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { empty } from './support/stored-late.ts';

const DAY = 86_400_000;
const HOUR_AT = Date.UTC(2024, 2, 4) / 1_000;
const OWN = SOURCES[0]!.name;

describe('sources whose formula nobody has any more', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    database = await startDatabaseForTests(`retired_${process.pid}`);
    ({ clickhouse } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  /** A source that was rolled up so many days ago, an hour of it with a cell in each table. */
  async function rolledUp(source: string, daysAgo: number): Promise<void> {
    const version = Date.now() - daysAgo * DAY;
    const params = { source, version, at: HOUR_AT };
    await clickhouse.command(
      `INSERT INTO rollup_hours VALUES ({source:String}, 0, {version:UInt64}, 18446744073709551615),
        ({source:String}, {at:UInt32}, {version:UInt64}, 5)`,
      params,
    );
    for (const [table, name, column, cell] of [
      ['rollups', source, 'p0', '[1]'],
      ['rollup_days', `${source} day 1`, 'p0', '[1]'],
      ['rollup_bins', `${source} 0`, 'n', '[1]'],
      ['rollup_peaks', source, 'rise', '[1]'],
      ['rollup_repeats', source, 'last', '[1]'],
    ] as const)
      await clickhouse.command(
        `INSERT INTO ${table} (source, cut, hour, version, ${column}) VALUES ({name:String}, 'place', {at:UInt32}, {version:UInt64}, ${cell})`,
        { ...params, name },
      );
  }

  /** Sources of which an hour is settled, and how many tables hold cells of one. */
  async function there(source: string): Promise<{ settled: boolean; cells: number }> {
    const [row] = await clickhouse.query<{ settled: number; cells: number }>({
      sql: `SELECT
        (SELECT countIf(facts = 5) FROM rollup_hours FINAL WHERE source = {source:String})::Float64 AS settled,
        (SELECT sum(length(p0)) FROM rollups FINAL WHERE source = {source:String})::Float64 +
        (SELECT sum(length(p0)) FROM rollup_days FINAL WHERE source = concat({source:String}, ' day 1'))::Float64 +
        (SELECT sum(length(n)) FROM rollup_bins FINAL WHERE source = concat({source:String}, ' 0'))::Float64 +
        (SELECT sum(length(rise)) FROM rollup_peaks FINAL WHERE source = {source:String})::Float64 +
        (SELECT sum(length(last)) FROM rollup_repeats FINAL WHERE source = {source:String})::Float64 AS cells`,
      params: { source },
    });
    return { settled: row!.settled === 1, cells: row!.cells };
  }

  it('lose their hours after a week in which nobody rolled any up, and others lose none', async () => {
    await rolledUp('old 1', 8);
    await rolledUp('seen 2', 6);
    await rolledUp(OWN, 30);
    await retireSources(clickhouse);
    expect(await there('old 1')).toEqual({ settled: false, cells: 5 });
    expect(await there('seen 2')).toEqual({ settled: true, cells: 5 });
    expect(await there(OWN)).toEqual({ settled: true, cells: 5 });
  });

  it('lose their rows a day later, and not those of others whose names begin alike', async () => {
    await rolledUp('old 1', 8);
    await rolledUp('old 12', 5);
    await retireSources(clickhouse);
    await retireSources(clickhouse);
    expect(await there('old 1')).toEqual({ settled: false, cells: 5 });
    await aDayLater();
    await retireSources(clickhouse);
    expect(await there('old 1')).toEqual({ settled: false, cells: 0 });
    expect(await there('old 12')).toEqual({ settled: true, cells: 5 });
  });

  it('keep their rows where somebody has rolled them up again meanwhile', async () => {
    await rolledUp('old 1', 8);
    await retireSources(clickhouse);
    await aDayLater();
    await clickhouse.command("INSERT INTO rollup_hours VALUES ('old 1', {at:UInt32}, {version:UInt64}, 5)", {
      at: HOUR_AT,
      version: Date.now(),
    });
    await retireSources(clickhouse);
    expect(await there('old 1')).toEqual({ settled: true, cells: 5 });
  });

  /** As if everything of sources that are retired had been written a day and a little earlier. */
  async function aDayLater(): Promise<void> {
    await clickhouse.command(
      `CREATE TABLE earlier_hours ENGINE = Memory AS SELECT source, hour, version - ${DAY + 60_000} AS version, facts FROM rollup_hours FINAL`,
    );
    await clickhouse.command('TRUNCATE TABLE rollup_hours');
    await clickhouse.command('INSERT INTO rollup_hours SELECT * FROM earlier_hours');
    await clickhouse.command('DROP TABLE earlier_hours');
  }
});
