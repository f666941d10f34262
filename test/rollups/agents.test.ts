import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { AGENT_METRICS } from '../../services/metrics/catalogue/agents.ts';
import type { MetricsRequest } from '../../services/metrics/query-metrics.ts';
import { checkRollups } from '../../services/rollups/check.ts';
import { createKnownHours } from '../../services/rollups/known-hours.ts';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { sourceFor } from '../../services/rollups/sources.ts';
import { MIDDLE, questions, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { halves, storeAgents } from './support/stored-agents.ts';
import { empty, now, refreshAll } from './support/stored-late.ts';

/** Rounds of news (ROLLUP_ROUNDS=20 makes more). */
const ROUNDS = Number(process.env.ROLLUP_ROUNDS ?? 2);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['Asia/Kolkata', 'UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe'];
const INTERVALS = ['1d', '1h', '15m', 'total', '1w'] as const;
const ANEW = { ...FROM_ROLLUPS, readAnew: Number.POSITIVE_INFINITY };

const news = stored.map(({ states, schedules }) => ({ states, schedules }));
const ofAgents = questions.map((all) => all.filter(({ metrics }) => metrics[0]!.kind === 'agents'));

describe('time of agents from roll-ups', () => {
  let database: DatabaseForTests;

  beforeAll(async () => {
    database = await startDatabaseForTests(`agents_${process.pid}`);
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(database.clickhouse));

  const check = (at = now) =>
    checkRollups(database.clickhouse, at, Math.random, {
      sample: null,
      signal: new AbortController().signal,
      onProgress() {},
    });

  async function touch(hours: readonly number[]) {
    await database.client.insert({
      table: 'dirty_hours',
      values: hours.map((hour) => ({ what: 'agents', hour, unit: 'touched', struck: 0, noted_at: now() })),
      format: 'JSONEachRow',
    });
  }

  it('is that of news, late, corrected and repeated news and plans included', async () => {
    const { clickhouse } = database;
    let used = 0;
    await fc.assert(
      fc.asyncProperty(news, ofAgents, fc.nat(4), async (all, asked, turn) => {
        const [early, late] = halves(all);
        await empty(clickhouse);
        await storeAgents(database, early);
        await refreshAll(clickhouse, () => MIDDLE);
        const ask = async (nows: readonly number[], limits: typeof ANEW) => {
          for (const [i, one] of asked.entries()) {
            const question = turned(one, i + turn, nows[i % nows.length]!);
            if (await compareWithFacts(clickhouse, question, limits)) used++;
          }
        };
        await ask([MIDDLE, MIDDLE - 3 * DAY - 1, MIDDLE + 2 * DAY + 17 * 60_000], FROM_ROLLUPS);
        await storeAgents(database, late);
        // What is noted is read anew; and is gone once it is rolled up again.
        await ask([MIDDLE, now()], ANEW);
        await refreshAll(clickhouse, () => MIDDLE + 9 * DAY + 61 * 60_000);
        await refreshAll(clickhouse);
        await ask([now()], FROM_ROLLUPS);
        expect((await check()).differ).toEqual([]);
        // Hours here and there, read anew: news between them is not read.
        await touch(
          [0, 13, 26, 39, 60, 61, 130, 200, 271, 350, 420, 500].map((hour) => MIDDLE + (hour - 270) * HOUR),
        );
        await ask([now()], ANEW);
      }),
      {
        numRuns: ROUNDS,
        endOnFailure: true,
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    expect(used).toBeGreaterThan(15 * ROUNDS);
  });

  const BUSY = { event_id: 'e1', agent_id: 'a1', team: 'red', state: 'busy', slots: 1, slots_busy: 1 };
  const asked = (from: number, to: number): MetricsRequest => ({
    metrics: AGENT_METRICS,
    from,
    to,
    now: now(),
    starts: [from],
    groupBy: ['team'],
    filters: {},
  });

  it('is there of the first news of a process that began with none, and of as long as it is believed', async () => {
    const { clickhouse, client } = database;
    let clock = MIDDLE;
    const { refresh } = createRefresh(clickhouse, () => clock);
    const all = { maxNew: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
    await refresh(all);
    // An hour that is not over is not noted.
    await client.insert({ table: 'agent_states', values: [{ ...BUSY, at: MIDDLE }], format: 'JSONEachRow' });
    clock = MIDDLE + 5 * DAY;
    await refresh(all);
    expect(await compareWithFacts(clickhouse, asked(MIDDLE - DAY, MIDDLE + 4 * DAY), FROM_ROLLUPS)).toBe(
      true,
    );
    const known = createKnownHours(clickhouse, Date.now);
    await known.refresh();
    const { name } = sourceFor(AGENT_METRICS[0]!, 'start')!;
    expect(known.settled(name).has(MIDDLE + 47 * HOUR)).toBe(true);
  });

  it('is found to differ where news came without a note, in every hour of it', async () => {
    const { clickhouse, client } = database;
    await storeAgents(database, { states: [{ ...BUSY, at: MIDDLE }], schedules: [] });
    await refreshAll(clickhouse);
    const later = { ...BUSY, at: MIDDLE + 30 * HOUR, event_id: 'e2', state: 'break' };
    await client.insert({ table: 'agent_states', values: [later], format: 'JSONEachRow' });
    const { differ } = await check();
    expect(differ.map(({ hour }) => (hour - MIDDLE) / HOUR).sort((a, b) => a - b)).toEqual(
      // Up to the end of the day after tomorrow: of later ones nothing was known when they were rolled up.
      Array.from({ length: 36 }, (_, i) => 30 + i),
    );
  });
});

function turned(asked: MetricsRequest, i: number, at: number): MetricsRequest {
  if (i % 3 === 0) return { ...asked, now: at };
  const from = i % 2 === 0 ? Math.floor(asked.from / HOUR) * HOUR : asked.from;
  const to = Math.max(from + 2 * HOUR, asked.to);
  const starts = bucketStarts(from, to, INTERVALS[i % INTERVALS.length]!, ZONES[i % ZONES.length]!, 10_000);
  return { ...asked, from, to, starts, now: at };
}
