import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { type MetricsRequest, queryMetrics } from '../../services/metrics/query-metrics.ts';
import { rollupShortcut } from '../../services/rollups/answer.ts';
import { checkRollups } from '../../services/rollups/check.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { NOT_SETTLED } from '../../services/rollups/not-settled.ts';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { sourceFor } from '../../services/rollups/sources.ts';
import { type FactVersion, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { empty, refreshAll, store } from './support/stored-late.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 2, 4);
const metric = (id: string) => CATALOGUE.find((one) => one.id === id)!;

describe('what comes late', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`late_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  const asked = (id: string, days: number, rest: Partial<MetricsRequest> = {}): MetricsRequest => ({
    metrics: [metric(id)],
    from: BEGIN,
    to: BEGIN + days * DAY,
    now: BEGIN + 60 * DAY,
    starts: [BEGIN],
    groupBy: [],
    filters: {},
    ...rest,
  });
  const all = { maxNew: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

  it('is the patience with a question that nobody answers, which passes without anything being stored', async () => {
    await store(client, [factOf({ fact: 'question', state: 'open', at: BEGIN + 10 * 60_000 })]);
    const soon = () => BEGIN + 3 * HOUR;
    await refreshAll(clickhouse, soon);
    for (const now of [BEGIN + 3 * HOUR, BEGIN + DAY, BEGIN + 2 * DAY, BEGIN + 60 * DAY])
      await compareWithFacts(clickhouse, asked('unanswered_questions', 1, { now }), FROM_ROLLUPS);
    await refreshAll(clickhouse, () => BEGIN + 3 * DAY);
    expect(await compareWithFacts(clickhouse, asked('unanswered_questions', 1), FROM_ROLLUPS)).toBe(true);
    const [row] = await queryMetrics(clickhouse, asked('unanswered_questions', 1));
    expect(row!.values.unanswered_questions).toBe(1);
  });

  it('is the first fact of its kind, of a process that began with none', async () => {
    let now = BEGIN;
    const { refresh } = createRefresh(clickhouse, () => now);
    await refresh(all);
    // An hour that is not over is not noted.
    const facts = [factOf({ fact: 'queue_spell', state: 'answered', at: BEGIN + HOUR })];
    await client.insert({ table: 'facts', values: facts, format: 'JSONEachRow' });
    now = BEGIN + 3 * HOUR;
    expect((await refresh(all)).hours).toBeGreaterThan(0);
    const known = createKnownHours(clickhouse, Date.now);
    await known.refresh();
    expect(known.settled(sourceFor(metric('offered'), 'start')!.name).get(BEGIN + HOUR)).toBe(1);
  });

  it('is the conversation that shows that a first solution was none, also behind the end of the range', async () => {
    const solved = { conversation_id: 'c1', customer_id: 'u1', queue: 'billing' };
    await store(client, [
      factOf({ ...solved, fact: 'first_resolution', state: 'solved', at: BEGIN, ended_at: BEGIN + HOUR }),
    ]);
    await refreshAll(clickhouse, () => BEGIN + 60 * DAY);
    await store(client, [
      factOf({ ...solved, fact: 'conversation', conversation_id: 'c2', at: BEGIN + 3 * DAY, state: 'done' }),
    ]);
    const known = createKnownHours(clickhouse, Date.now);
    const { shortcut, answered } = rollupShortcut(clickhouse, known, { limits: FROM_ROLLUPS });
    await queryMetrics(clickhouse, asked('fcr', 1), shortcut);
    expect(answered.settledAsOf).not.toBeNull();
    const anew = { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY };
    await compareWithFacts(clickhouse, asked('fcr', 1), anew);
  });

  it.each([6, 8])(
    'is a reopening %i days later, which counts within the window whatever the range',
    async (days) => {
      await store(client, [
        factOf({ fact: 'first_resolution', state: 'solved', at: BEGIN, ended_at: BEGIN + HOUR }),
        factOf({ fact: 'reopen', state: 'done', at: BEGIN + days * DAY }),
      ]);
      await refreshAll(clickhouse, () => BEGIN + 60 * DAY);
      for (const range of [1, 2, 14]) {
        const question = asked('fcr', range);
        expect(await compareWithFacts(clickhouse, question, FROM_ROLLUPS)).toBe(true);
        const [row] = await queryMetrics(clickhouse, question);
        expect(row!.values.fcr).toBe(days < 7 ? 0 : 1);
      }
    },
  );

  it('is rolled up anew by who knows the source, when another formula’s process struck the notes', async () => {
    const source = sourceFor(metric('offered'), 'start')!.name;
    const now = () => BEGIN + 60 * DAY;
    await store(client, [factOf({ fact: 'queue_spell', state: 'answered', at: BEGIN })]);
    await refreshAll(clickhouse, now);
    const hoursOf = async (name: string) =>
      clickhouse.query<{ hour: number; facts: string }>({
        sql: 'SELECT toUnixTimestamp(hour)::Float64 * 1000 AS hour, toString(facts) AS facts FROM rollup_hours FINAL WHERE source = {name:String} ORDER BY hour',
        params: { name },
      });
    // Another version's source, and a first solution as far before a note as it reaches.
    await clickhouse.command(
      "INSERT INTO rollup_hours SELECT arrayJoin(['other 0', 'fcr other']), hour, version, facts FROM rollup_hours FINAL WHERE source = {source:String} AND toYear(hour) > 1970",
      { source },
    );
    await store(client, [factOf({ fact: 'queue_spell', state: 'answered', at: BEGIN + 7 * DAY })]);
    await refreshAll(clickhouse, now);
    const gone = async (name: string) =>
      (await hoursOf(name)).flatMap(({ hour, facts }) =>
        facts === NOT_SETTLED ? [(hour - BEGIN) / DAY] : [],
      );
    expect(await gone('other 0')).toEqual([7]);
    expect(await gone('fcr other')).toEqual(expect.arrayContaining([0, 7]));
    expect((await gone(source)).filter((day) => day >= 0)).toEqual([]);

    // The same seen from the other side: who knows the source rolls the hour up again.
    const known = createKnownHours(clickhouse, Date.now);
    await known.refresh();
    expect(known.settled(source).has(BEGIN)).toBe(true);
    await clickhouse.command(
      `INSERT INTO rollup_hours SELECT source, hour, version + 1, ${NOT_SETTLED} FROM rollup_hours FINAL WHERE source = {source:String} AND hour = {hour:UInt32}`,
      { source, hour: BEGIN / 1_000 },
    );
    await known.refresh(true);
    expect(known.settled(source).has(BEGIN)).toBe(false);
    expect((await refreshAll(clickhouse, now)).hours).toBe(1);
    await known.refresh(true);
    expect(known.settled(source).has(BEGIN)).toBe(true);
  });

  it.each([
    ['rollups', 'arrayMap(one -> one + 1, p0) AS p0'],
    ['rollup_bins', 'arrayMap(one -> one + 1, bin) AS bin'],
    ['rollup_peaks', 'arrayMap(one -> one + 1, rise) AS rise'],
  ])('is found by a comparison where %s hold something else', async (table, other) => {
    const now = () => BEGIN + DAY;
    await store(client, [
      factOf({
        fact: 'queue_spell',
        state: 'answered',
        at: BEGIN,
        ended_at: BEGIN + 2 * HOUR,
        value_ms: 900,
      }),
    ]);
    await refreshAll(clickhouse, now);
    const check = () =>
      checkRollups(clickhouse, now, Math.random, {
        sample: null,
        signal: new AbortController().signal,
        onProgress() {},
      });
    expect((await check()).differ).toEqual([]);
    await clickhouse.command(
      `INSERT INTO ${table} SELECT * REPLACE (version + 1 AS version, ${other}) FROM ${table} FINAL`,
    );
    const { differ } = await check();
    expect(differ.map(({ hour }) => hour)).toContain(BEGIN);
  });
});

const [SAMPLE] = fc.sample(stored, { numRuns: 1, seed: 7 });

function factOf(what: Partial<FactVersion> & Pick<FactVersion, 'fact'>): FactVersion {
  return {
    ...SAMPLE!.facts[0]!,
    ended_at: 0,
    label: '',
    version: 1,
    is_deleted: 0,
    conversation_id: 'c1',
    customer_id: '',
    queue: 'billing',
    ...what,
  };
}
