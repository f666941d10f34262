import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRollups, rollUpAgain } from '../../services/rollups/check.ts';
import { SOURCES } from '../../services/rollups/sources.ts';
import { readWholeFrom } from '../../services/rollups/whole-from.ts';
import { stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { empty, now, refreshAll, store } from './support/stored-late.ts';

const DAY_MS = 86_400_000;
/** By then all that is made up is older than what is kept. */
const later = () => now() + 200 * DAY_MS;

let database: DatabaseForTests;
beforeAll(async () => {
  database = await startDatabaseForTests(`whole_from_${process.pid}`);
  await empty(database.clickhouse);
});
afterAll(() => database?.stop());

it('hours of which retention has removed facts stay as they were rolled up, whatever comes late or is repaired', async () => {
  const { clickhouse, client } = database;
  const kept = async () =>
    clickhouse.query({
      sql: 'SELECT source, cut, hour, p0, p1, queue FROM rollups FINAL ORDER BY source, cut, hour',
      params: {},
    });
  const [made] = fc.sample(stored, { numRuns: 1, seed: 3 });
  await store(client, made!.facts);
  expect(await readWholeFrom(clickhouse, later())).toBe(0);
  await refreshAll(clickhouse);
  const before = await kept();
  expect(before.length).toBeGreaterThan(100);

  await clickhouse.command('ALTER TABLE facts MODIFY TTL toDateTime(at) + toIntervalDay(90)');
  await clickhouse.command('TRUNCATE TABLE facts');
  // One that comes years late, of an hour whose others are gone.
  await store(client, made!.facts.slice(0, 1));
  expect(await readWholeFrom(clickhouse, later())).toBe(later() - 59 * DAY_MS);
  await refreshAll(clickhouse, later);
  const { hours, differ } = await checkRollups(clickhouse, later, Math.random, {
    sample: null,
    signal: new AbortController().signal,
    onProgress() {},
  });
  expect({ hours, differ }).toEqual({ hours: 0, differ: [] });
  await rollUpAgain(
    clickhouse,
    SOURCES.map(({ name }) => name),
    later(),
  );
  await refreshAll(clickhouse, later);
  const after = new Map((await kept()).map((row) => [keyOf(row), row]));
  for (const row of before) expect(after.get(keyOf(row))).toEqual(row);
});

function keyOf(row: unknown): string {
  const { source, cut, hour } = row as Record<string, string>;
  return `${source} ${cut} ${hour}`;
}
