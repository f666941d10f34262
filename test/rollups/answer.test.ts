import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { type MetricsRequest, queryMetrics } from '../../services/metrics/query-metrics.ts';
import type { MetricsRow } from '../../services/metrics/table.ts';
import { rollupShortcut } from '../../services/rollups/answer.ts';
import { BIN_ERROR } from '../../services/rollups/bins.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { type FactVersion, questions, type Stored, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';

/** So many questions at least (ROLLUP_CASES=5000 asks more). */
const CASES = Number(process.env.ROLLUP_CASES ?? 400);
const QUESTIONS = fc.sample(questions, 1)[0]!.length;
const HOUR = 3_600_000;
/** After everything that is stored. */
const now = () => Date.UTC(2024, 3, 10);
/** Of few facts, as of many. */
const ALWAYS = { fewFacts: 0, exactFacts: 0, readAnew: 0 };

describe('an answer from roll-ups', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`rollups_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  async function empty(): Promise<void> {
    for (const table of ['facts', 'rollups', 'rollup_bins', 'rollup_peaks', 'rollup_hours', 'dirty_hours'])
      await clickhouse.command(`TRUNCATE TABLE ${table}`);
  }

  /** Stores facts as ingest does, and notes what it touches. */
  async function store(facts: readonly FactVersion[]): Promise<void> {
    await client.insert({ table: 'facts', values: facts.slice(), format: 'JSONEachRow' });
    const notes = facts.flatMap(({ fact, at, ended_at }) => [
      { what: `${fact} start`, hour: at - (at % HOUR) },
      ...(ended_at > 0 ? [{ what: `${fact} end`, hour: ended_at - (ended_at % HOUR) }] : []),
    ]);
    const values = notes.map((note) => ({
      ...note,
      unit: `u${facts.length}`,
      struck: 0,
      noted_at: Date.now(),
    }));
    await client.insert({ table: 'dirty_hours', values, format: 'JSONEachRow' });
  }

  const refresh = () =>
    createRefresh(clickhouse, now).refresh({ maxNew: 1_000_000, signal: new AbortController().signal });

  async function compare(asked: MetricsRequest, limits = ALWAYS): Promise<boolean> {
    const { shortcut, answered } = rollupShortcut(clickhouse, createKnownHours(clickhouse, Date.now), {
      limits,
    });
    const raw = await queryMetrics(clickhouse, asked);
    const rolled = await queryMetrics(clickhouse, asked, shortcut);
    expect(
      near(rolled, raw, answered.within),
      JSON.stringify({ ...asked, metrics: asked.metrics.map(({ id }) => id) }),
    ).toEqual(raw);
    return answered.used;
  }

  it(`is the same as from facts, late ones included, and percentiles lie within the stated error (${CASES} questions)`, async () => {
    let used = 0;
    await fc.assert(
      fc.asyncProperty(stored, questions, fc.nat(2), async ({ facts }: Stored, round, third) => {
        await empty();
        // Facts are replaced, deleted and added in hours that are rolled up already.
        const half = Math.ceil(facts.length / 2);
        await store(facts.slice(0, half));
        await refresh();
        await store(facts.slice(half));
        for (const [i, asked] of round.entries()) {
          // What has changed since is read anew, as long as that is little.
          if (i % 3 === third) await compare(asked, { ...ALWAYS, readAnew: Number.POSITIVE_INFINITY });
        }
        await refresh();
        for (const asked of round) if (await compare(asked)) used++;
      }),
      {
        numRuns: Math.ceil(CASES / QUESTIONS),
        endOnFailure: true,
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    expect(used).toBeGreaterThan(CASES / 10);
  });

  it('does not depend on how often, or by how many at once, an hour is rolled up', async () => {
    const [{ facts }] = fc.sample(stored, { numRuns: 1, seed: 7 }) as [Stored];
    await empty();
    await store(facts);
    await Promise.all([refresh(), refresh(), refresh()]);
    await refresh();
    const [round] = fc.sample(questions, { numRuns: 1, seed: 7 });
    for (const asked of round!) await compare(asked);
    const [left] = await clickhouse.query<{ notes: number }>({
      sql: 'SELECT count()::Float64 AS notes FROM dirty_hours FINAL WHERE struck = 0',
      params: {},
    });
    expect(left).toEqual({ notes: 0 });
  });
});

/** The rows with each percentile that is near enough replaced by the exact one. */
function near(
  rolled: readonly MetricsRow[],
  exact: readonly MetricsRow[],
  within: ReadonlyMap<string, number>,
): MetricsRow[] {
  return rolled.map((row, i) => ({
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).map(([id, value]) => {
        const other = exact[i]?.values[id];
        const isNear =
          within.has(id) &&
          value !== null &&
          typeof other === 'number' &&
          Math.abs(value - other) <= BIN_ERROR * Math.abs(other);
        return [id, isNear ? other : value];
      }),
    ),
  }));
}
