import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { bucketStarts } from '../../services/lib/time/range.ts';
import { dimensionsOf } from '../../services/metrics/definition/metric.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import type { MetricsRequest } from '../../services/metrics/query-metrics.ts';
import { type FactVersion, MIDDLE, MOMENTS, questions, stored } from '../metrics/arbitrary.ts';
import { told } from '../metrics/told.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { halves, storeAgents } from './support/stored-agents.ts';
import { empty, refreshAll, store } from './support/stored-late.ts';

/** Rounds of facts (ROLLUP_ROUNDS=20 makes more). */
const ROUNDS = Number(process.env.ROLLUP_ROUNDS ?? 1);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['America/New_York', 'Asia/Kathmandu', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];

describe('an answer from roll-ups, made difficult', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`hostile_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());

  it('is that of facts: spells of weeks and of no time, targets in 2200, the present within the range', async () => {
    let used = 0;
    await fc.assert(
      fc.asyncProperty(stored, questions, fc.nat(2), async ({ facts, ...news }, all, third) => {
        const hard = facts.map(hardened);
        await empty(clickhouse);
        const first = told(hard.filter((_, i) => i % 5 !== 0));
        await store(client, first);
        const [early, late] = halves(news);
        await storeAgents(database, early);
        // Rolled up in the middle of what there is, then later, each time with what came late.
        await refreshAll(clickhouse, () => MIDDLE);
        await store(
          client,
          told(
            hard.filter((_, i) => i % 5 === 0),
            first,
          ),
        );
        await storeAgents(database, late);
        const ask = async (nows: readonly number[], readAnew: number) => {
          for (const [i, asked] of all.entries()) {
            if (i % 3 !== third) continue;
            const hard = hardenedQuestion(asked, i, nows[i % nows.length]!);
            if (await compareWithFacts(clickhouse, hard, { ...FROM_ROLLUPS, readAnew })) used++;
          }
        };
        await ask([MIDDLE, MIDDLE - 3 * DAY - 1, MIDDLE + 8 * DAY + 17 * 60_000], Number.POSITIVE_INFINITY);
        await refreshAll(clickhouse, () => MIDDLE + 9 * DAY + 61 * 60_000);
        await ask([MIDDLE + 9 * DAY, MIDDLE + 12 * DAY, Date.UTC(2024, 5, 1)], Number.POSITIVE_INFINITY);
      }),
      {
        numRuns: ROUNDS,
        endOnFailure: true,
        reporter({ failed, seed, errorInstance }) {
          if (failed) throw new Error(`with seed ${seed}`, { cause: errorInstance });
        },
      },
    );
    expect(used).toBeGreaterThan(20);
  });
});

function hardened(fact: FactVersion, i: number): FactVersion {
  const hard = { ...fact };
  const isSpell = !MOMENTS.includes(hard.fact) && hard.ended_at > 0;
  if (i % 7 === 0 && isSpell) hard.ended_at = hard.at + (1 + (i % 4)) * 7 * DAY;
  if (i % 11 === 0 && hard.ended_at > 0) hard.ended_at = hard.at;
  if (i % 13 === 0 && hard.fact === 'sla_target')
    Object.assign(hard, { at: Date.UTC(2200, 0), ended_at: 0, state: 'paused' });
  if (i % 5 === 0) hard.value_ms = -hard.value_ms;
  return hard;
}

const VALUES: Filters = {
  queue: ['billing', 'sales'],
  channel: ['chat'],
  team: ['red', 'blue'],
  agent: ['a1', 'a2'],
  priority: ['', 'high'],
};

function hardenedQuestion(asked: MetricsRequest, i: number, now: number): MetricsRequest {
  const known = dimensionsOf(asked.metrics[0]!);
  const filters = Object.fromEntries(
    Object.entries(VALUES)
      .filter(([dimension], place) => (i + place) % 2 === 0 && known.some((one) => one === dimension))
      .slice(0, 2),
  );
  const from = i % 2 === 0 ? Math.floor(asked.from / HOUR) * HOUR : asked.from;
  const to = Math.max(from + 2 * HOUR, asked.to);
  const starts = bucketStarts(
    from,
    to,
    (['1d', '1h', '15m', 'total'] as const)[i % 4]!,
    ZONES[i % ZONES.length]!,
    10_000,
  );
  return { ...asked, from, to, starts, now, filters: i % 3 === 0 ? asked.filters : filters };
}
