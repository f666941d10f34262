import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { checkRollups } from '../../services/rollups/check.ts';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { type FactVersion, questions, stored } from '../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../support/database.ts';
import { compareWithFacts, FROM_ROLLUPS } from './support/compare.ts';
import { type AgentNews, storeAgents } from './support/stored-agents.ts';
import { empty, refreshAll, store } from './support/stored-late.ts';

/** How often the process that refreshes is killed (ROLLUP_KILLS=100 in the fault runs). */
const KILLS = Number(process.env.ROLLUP_KILLS ?? 5);

describe('rolling up', () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;
  let facts: FactVersion[];
  let news: AgentNews;

  beforeAll(async () => {
    database = await startDatabaseForTests(`refresh_${process.pid}`);
    ({ clickhouse, client } = database);
    // A few days of few kinds: what is asked here does not depend on how many there are.
    const [made] = fc.sample(stored, { numRuns: 1, seed: 7 });
    news = {
      states: made!.states.map((state) => ({ ...state, at: within(state.at) })),
      schedules: made!.schedules.map((plan) => {
        const starts_at = within(plan.starts_at);
        return { ...plan, starts_at, ends_at: starts_at + plan.ends_at - plan.starts_at };
      }),
    };
    facts = made!.facts
      .filter(({ fact }) => KINDS.includes(fact))
      .map((fact) => ({
        ...fact,
        at: within(fact.at),
        ended_at: fact.ended_at === 0 ? 0 : within(fact.at) + 60_000,
      }));
  });
  afterAll(() => database?.stop());
  beforeEach(() => empty(clickhouse));

  const all = { sample: null, signal: new AbortController().signal, onProgress() {} };
  const check = () => checkRollups(clickhouse, now, Math.random, all);
  const notesLeft = async () => {
    const [row] = await clickhouse.query<{ notes: number }>({
      sql: 'SELECT count()::Float64 AS notes FROM dirty_hours FINAL WHERE struck = 0',
      params: {},
    });
    return row!.notes;
  };

  it(`ends with what facts say, however often it is killed while facts come in late (${KILLS} kills)`, async () => {
    const share = Math.ceil(facts.length / (KILLS + 1));
    for (let kill = 0; kill <= KILLS; kill++) {
      await store(client, facts.slice(kill * share, (kill + 1) * share));
      const every = <T>(all: readonly T[]) => all.filter((_, i) => i % (KILLS + 1) === kill);
      await storeAgents(
        { clickhouse, client },
        { states: every(news.states), schedules: every(news.schedules) },
        now() - HOUR,
      );
      if (kill === KILLS) break;
      const dying = dyingAfter(clickhouse, (kill * 37) % 90);
      await createRefresh(dying, now)
        .refresh({ maxNew: Number.POSITIVE_INFINITY, signal: new AbortController().signal })
        .catch(() => {});
    }
    await refreshAll(clickhouse, now);
    expect(await notesLeft()).toBe(0);
    const { hours, differ } = await check();
    expect(hours).toBeGreaterThan(100);
    expect(differ).toEqual([]);
    const [round] = fc.sample(questions, { numRuns: 1, seed: 7 });
    for (const asked of round!.filter(
      ({ metrics: [metric] }) =>
        metric!.kind === 'agents' || metric!.facts.some((fact) => KINDS.includes(fact)),
    ))
      await compareWithFacts(clickhouse, { ...asked, now: now() }, FROM_ROLLUPS);
  });

  it('comes to the same when several do it at once', async () => {
    await store(client, facts);
    await Promise.all([refreshAll(clickhouse, now), refreshAll(clickhouse, now)]);
    expect(await check()).toMatchObject({ differ: [] });
    expect(await notesLeft()).toBe(0);
  });

  it('does nothing where nothing has changed', async () => {
    await store(client, facts.slice(0, 50));
    expect((await refreshAll(clickhouse, now)).hours).toBeGreaterThan(0);
    expect(await refreshAll(clickhouse, now)).toEqual({ hours: 0, days: 0, left: 0 });
  });

  it('is found to differ where facts changed without a note', async () => {
    await store(client, facts);
    await refreshAll(clickhouse, now);
    const gone = { ...facts.find(({ is_deleted }) => is_deleted === 0)!, version: 100, is_deleted: 1 };
    await client.insert({ table: 'facts', values: [gone], format: 'JSONEachRow' });
    expect((await check()).differ.length).toBeGreaterThan(0);
  });
});

const KINDS: readonly string[] = ['queue_spell', 'handle_spell', 'first_response'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 2, 4);
/** Soon after the last fact. */
const now = () => BEGIN + 3 * DAY;

function within(at: number): number {
  return BEGIN + (at % (2 * DAY));
}

/** A server whose client dies after so many statements. */
function dyingAfter(clickhouse: ClickHouse, statements: number): ClickHouse {
  let left = statements;
  const live = () => {
    if (left-- <= 0) throw new Error('killed');
  };
  return {
    ...clickhouse,
    async command(...args) {
      live();
      await clickhouse.command(...args);
    },
    async insert(...args) {
      live();
      await clickhouse.insert(...args);
    },
  };
}
