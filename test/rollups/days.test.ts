import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import type { MetricsRequest } from '../../services/metrics/query-metrics.ts';
import { checkRollups, rollUpAgain } from '../../services/rollups/check.ts';
import { DAY_MS } from '../../services/rollups/known-days.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { daysOf } from '../../services/rollups/names.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';
import { recompute } from '../../services/rollups/recompute.ts';
import { createRefresh, type OnProgress } from '../../services/rollups/refresh.ts';
import { sourceFor } from '../../services/rollups/sources.ts';
import { type FactVersion, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { comparedWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { empty, refreshAll, store } from './support/stored-late.ts';

/** Rounds in which two leaders take turns in any order (ROLLUP_ROUNDS=20 makes more). */
const ROUNDS = Number(process.env.ROLLUP_ROUNDS ?? 1);
const BEGIN = Date.UTC(2024, 2, 4);
const now = () => BEGIN + 5 * DAY_MS;
const metric = (id: string) => {
  const found = CATALOGUE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no metric ${id}`);
  return found;
};
/** Counts, sums, extremes and percentiles of spells; and how many are open, which is added up from the begin. */
const ASKED = ['offered', 'asa', 'longest_wait', 'wait_p90', 'queue_depth', 'queue_depth_peak'].map(metric);
const OFFERED = sourceFor(metric('offered'), 'start')!;

const question = fc.record({
  metric: fc.constantFrom(...ASKED),
  from: fc.oneof(
    fc.nat(3).map((days) => days * DAY_MS),
    fc.nat(3 * DAY_MS),
  ),
  length: fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((days) => days * DAY_MS),
    fc.integer({ min: DAY_MS, max: 4 * DAY_MS }),
  ),
  groupBy: fc.constantFrom([], ['queue'] as const, ['agent'] as const),
});

const requestOf = (one: {
  metric: MetricsRequest['metrics'][number];
  from: number;
  length: number;
  groupBy: MetricsRequest['groupBy'];
}): MetricsRequest => ({
  metrics: [one.metric],
  from: BEGIN + one.from,
  to: BEGIN + one.from + one.length,
  now: now(),
  starts: [BEGIN + one.from],
  groupBy: one.groupBy,
  filters: {},
});
const wholeRange = requestOf({ metric: metric('offered'), from: 0, length: 4 * DAY_MS, groupBy: ['queue'] });

describe('days beside hours', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;
  let facts: FactVersion[];

  beforeAll(async () => {
    database = await startDatabaseForTests(`days_${process.pid}`);
    ({ clickhouse, client } = database);
    const [made] = fc.sample(stored, { numRuns: 1, seed: 7 });
    facts = made!.facts
      .filter(({ fact }) => fact === 'queue_spell')
      .map((fact) => {
        const at = BEGIN + (fact.at % (4 * DAY_MS));
        return { ...fact, at, ended_at: fact.ended_at === 0 ? 0 : at + 60_000 };
      });
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  /** A spell that nobody has told of before, on the second day. */
  const late = () => ({
    ...facts[0]!,
    is_deleted: 0 as const,
    at: BEGIN + 30 * HOUR_MS,
    conversation_id: 'late',
  });
  const everything = () => ({ signal: new AbortController().signal });
  const check = (through = clickhouse) =>
    checkRollups(through, now, Math.random, {
      ...everything(),
      sample: null,
      onProgress() {},
    });

  it('answer for whole days once their hours rest, and hours do where one is out of date, until it is made again', async () => {
    await store(client, facts);
    // Nothing is as old as the server's clock.
    expect((await refreshAll(clickhouse, now, Date.now())).days).toBe(0);
    expect(await comparedWithFacts(clickhouse, wholeRange, FROM_ROLLUPS)).toMatchObject({
      used: true,
      usedDays: false,
    });
    await refreshAll(clickhouse, now);
    expect(await comparedWithFacts(clickhouse, wholeRange, FROM_ROLLUPS)).toMatchObject({ usedDays: true });
    await store(client, [late()]);
    // Killed once the hour is rolled up.
    await recompute(clickhouse, OFFERED, [BEGIN + 30 * HOUR_MS], now());
    const known = createKnownHours(clickhouse, now);
    await known.refresh();
    const isThere = (day: number) => known.days(OFFERED.name).has(BEGIN + day * DAY_MS);
    expect([0, 1, 2].map(isThere)).toEqual([true, false, true]);
    await comparedWithFacts(clickhouse, wholeRange, FROM_ROLLUPS);
    expect((await refreshAll(clickhouse, now)).days).toBeGreaterThan(0);
    await known.refresh(true);
    expect(isThere(1)).toBe(true);
    await comparedWithFacts(clickhouse, wholeRange, FROM_ROLLUPS);
    expect(await check()).toMatchObject({ differ: [] });
  });

  it('and hours answer whatever the optimizer does: rows of other sources have arrays of other lengths', async () => {
    await store(client, facts);
    await refreshAll(clickhouse);
    const unhelped: ClickHouse = {
      ...clickhouse,
      query: (query) =>
        clickhouse.query({ ...query, sql: `${query.sql}\nSETTINGS query_plan_filter_push_down = 0` }),
    };
    const answers = await Promise.all(
      ASKED.map((metric) => {
        const asked = requestOf({ metric, from: HOUR_MS, length: 3 * DAY_MS, groupBy: ['queue'] });
        return comparedWithFacts(unhelped, asked, FROM_ROLLUPS);
      }),
    );
    // Peaks have no days.
    expect(answers.map(({ used }) => used)).not.toContain(false);
    expect(answers.filter(({ usedDays }) => usedDays)).toHaveLength(ASKED.length - 1);
    expect(await check(unhelped)).toMatchObject({ differ: [] });
  });

  it('are made, and compared, after their hours, and it is told how far each of both is', async () => {
    await store(client, facts);
    for (const go of [
      (onProgress: OnProgress) =>
        createRefresh(clickhouse, now).refresh({
          ...everything(),
          maxNew: Number.POSITIVE_INFINITY,
          onProgress,
        }),
      (onProgress: OnProgress) =>
        checkRollups(clickhouse, now, Math.random, { ...everything(), sample: null, onProgress }),
    ]) {
      const told: { done: number; of: number; unit: string }[] = [];
      await go((done, of, unit) => told.push({ done, of, unit }));
      expect([...new Set(told.map(({ unit }) => unit))]).toEqual(['hours', 'days']);
      for (const name of ['hours', 'days']) {
        const last = told.findLast(({ unit }) => unit === name)!;
        expect(last.done, name).toBe(last.of);
      }
    }
  });

  it(`are right at any time, in whatever order two leaders do their work while facts come in (${ROUNDS} rounds)`, async () => {
    let usedDays = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.infiniteStream(question),
        fc.infiniteStream(fc.nat(40)),
        async (scheduler, questions, pauses) => {
          await empty(clickhouse);
          const third = Math.ceil(facts.length / 3);
          await store(client, facts.slice(0, third));
          await refreshAll(clickhouse, now);
          await store(client, facts.slice(third, 2 * third));
          let leading = 2;
          const lead = () =>
            createRefresh(gated(clickhouse, scheduler), now)
              .refresh({ maxNew: Number.POSITIVE_INFINITY, signal: new AbortController().signal })
              .finally(() => leading--);
          // Between any two statements of theirs somebody asks, and a unit of ingest stores more.
          const ask = scheduler.scheduleFunction(async () => {
            const asked = requestOf(questions.next().value!);
            const anew = { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY };
            if ((await comparedWithFacts(clickhouse, asked, anew)).usedDays) usedDays++;
          });
          const pause = scheduler.scheduleFunction(async () => {});
          const storeMore = scheduler.scheduleFunction(() => store(client, facts.slice(2 * third)));
          const others = async () => {
            for (let asked = 0; leading > 0; asked++) {
              for (let left = pauses.next().value!; left > 0 && leading > 0; left--) await pause();
              await ask();
              if (asked === 2) await storeMore();
            }
          };
          await scheduler.waitFor(Promise.all([lead(), lead(), others()]));
          await refreshAll(clickhouse, now);
          for (const asked of [wholeRange, requestOf(questions.next().value!)])
            if ((await comparedWithFacts(clickhouse, asked, FROM_ROLLUPS)).usedDays) usedDays++;
        },
      ),
      {
        numRuns: ROUNDS,
        endOnFailure: true,
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    expect(usedDays).toBeGreaterThanOrEqual(ROUNDS);
  });

  it('are found by a comparison where they hold something else than their hours, and made again', async () => {
    await store(client, facts);
    await refreshAll(clickhouse, now);
    const known = createKnownHours(clickhouse, now);
    await known.refresh();
    const days = known.days(OFFERED.name).all().length;
    await clickhouse.command(
      `INSERT INTO rollup_days SELECT * REPLACE (version + 1 AS version, arrayMap(one -> one + 1, p0) AS p0)
      FROM rollup_days FINAL WHERE source = {source:String} AND hour = {day:UInt32}`,
      { source: daysOf(OFFERED), day: BEGIN / 1_000 },
    );
    const { differ } = await check();
    expect(differ).toEqual([{ source: daysOf(OFFERED), hour: BEGIN }]);
    await rollUpAgain(clickhouse, [daysOf(OFFERED)], now());
    expect((await comparedWithFacts(clickhouse, wholeRange, FROM_ROLLUPS)).usedDays).toBe(false);
    expect(await refreshAll(clickhouse, now)).toMatchObject({ hours: 0, days });
    expect(await check()).toMatchObject({ differ: [] });
  });
});

/** A server whose client waits for its turn with each statement. */
function gated(clickhouse: ClickHouse, scheduler: fc.Scheduler): ClickHouse {
  return {
    ...clickhouse,
    query: scheduler.scheduleFunction((...args) => clickhouse.query(...args)) as ClickHouse['query'],
    command: scheduler.scheduleFunction((...args: Parameters<ClickHouse['command']>) =>
      clickhouse.command(...args),
    ),
    insert: scheduler.scheduleFunction((...args: Parameters<ClickHouse['insert']>) =>
      clickhouse.insert(...args),
    ),
  };
}
