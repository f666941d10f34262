import type { ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { AGENT_METRICS } from '../../../services/metrics/catalogue/agents.ts';
import { foldMetrics } from '../../../services/metrics/memory/fold-metrics.ts';
import type { AgentScheduleRow, AgentStateRow } from '../../../services/metrics/memory/rows.ts';
import { type MetricsRequest, queryMetrics } from '../../../services/metrics/query-metrics.ts';
import { stored } from '../../metrics/arbitrary.ts';
import { type DatabaseForTests, startDatabaseForTests } from '../../support/database.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 2, 4);
const at = (hours: number) => BEGIN + hours * HOUR;

interface News {
  states: readonly AgentStateRow[];
  schedules: readonly AgentScheduleRow[];
}

describe("agents' time", () => {
  let database: DatabaseForTests;
  let clickhouse: ClickHouse;
  let client: ClickHouseClient;

  beforeAll(async () => {
    database = await startDatabaseForTests(`agent_time_${process.pid}`);
    ({ clickhouse, client } = database);
  });
  afterAll(() => database?.stop());
  beforeEach(empty);

  async function empty() {
    for (const table of ['agent_states', 'agent_schedules'])
      await clickhouse.command(`TRUNCATE TABLE ${table}`);
  }

  async function store({ states, schedules }: News) {
    if (states.length > 0)
      await client.insert({ table: 'agent_states', values: states.slice(), format: 'JSONEachRow' });
    if (schedules.length > 0)
      await client.insert({ table: 'agent_schedules', values: schedules.slice(), format: 'JSONEachRow' });
  }

  const asked = (rest: Partial<MetricsRequest>): MetricsRequest => ({
    metrics: AGENT_METRICS,
    from: at(0),
    to: at(24),
    now: at(1_000),
    starts: [rest.from ?? at(0)],
    groupBy: [],
    filters: {},
    ...rest,
  });

  /** Of SQL, having seen that memory says the same. */
  async function ask(news: News, rest: Partial<MetricsRequest>) {
    const request = asked(rest);
    const rows = await queryMetrics(clickhouse, request);
    expect(foldMetrics({ facts: [], ...news }, request)).toEqual(rows);
    return rows;
  }

  it('holds what was told for two days, whether the range begins before or after', async () => {
    const news = { states: [state(1, { state: 'busy' })], schedules: [] };
    await store(news);
    const busy = async (from: number, to: number) =>
      (await ask(news, { from: at(from), to: at(to) }))[0]!.values.busy_time;
    expect(await busy(0, 100)).toBe(48 * HOUR);
    expect(await busy(40, 100)).toBe(9 * HOUR);
    expect(await busy(48, 49)).toBe(HOUR);
    // Beyond, nothing is known, which is not the same as no time.
    expect(await busy(49, 100)).toBeNull();
    expect(await busy(-10, 1)).toBeNull();
  });

  it('of whom nothing is known any more, but who is planned, is out of schedule in the team of the plan', async () => {
    const news = {
      states: [state(0, { state: 'available', team: 'red' })],
      schedules: [plan(47, 50, { team: 'blue' })],
    };
    await store(news);
    const rows = await ask(news, { from: at(47), to: at(60), groupBy: ['team'] });
    expect(rows.map(({ group, values }) => [group[0], values.adherence, values.available_time])).toEqual([
      ['blue', 0, 0],
      ['red', 1, HOUR],
    ]);
  });

  it('holds a plan for two days at most', async () => {
    const news = { states: [], schedules: [plan(0, 72)] };
    await store(news);
    const adherence = async (from: number) =>
      (await ask(news, { from: at(from), to: at(100) }))[0]!.values.adherence;
    expect(await adherence(47)).toBe(0);
    expect(await adherence(48)).toBeNull();
  });

  it('sees what made a plan void, however long before the range that began', async () => {
    const news = {
      states: [],
      schedules: [plan(60, 120, { planned_at: 1 }), plan(59, 65, { planned_at: 2, activity: 'off' })],
    };
    await store(news);
    const [row] = await ask(news, { from: at(107.5), to: at(108) });
    expect(row!.values.adherence).toBeNull();
  });

  it('counts who moves to another team in one of them, also where one team is asked for', async () => {
    const news = {
      states: [
        state(0, { state: 'available', team: 'red' }),
        state(2, { state: 'available', team: 'blue' }),
        state(5, { state: 'offline', team: 'blue' }),
      ],
      schedules: [],
    };
    await store(news);
    const available = async (rest: Partial<MetricsRequest>) =>
      (await ask(news, rest)).map(({ group, values }) => [...group, values.available_time]);
    expect(await available({ groupBy: ['team'] })).toEqual([
      ['blue', 3 * HOUR],
      ['red', 2 * HOUR],
    ]);
    expect(await available({ filters: { team: ['red'] } })).toEqual([[2 * HOUR]]);
    expect(await available({ filters: { team: ['blue'] } })).toEqual([[3 * HOUR]]);
  });

  it('of an hour follows from what lies within four days before it: it is the same in every range', async () => {
    await fc.assert(
      fc.asyncProperty(
        stored,
        fc.nat(25 * 24),
        fc.integer({ min: 1, max: 40 }),
        async (all, first, hours) => {
          await empty();
          await store(all);
          const [from, to] = [
            Date.UTC(2024, 2, 1) + first * HOUR,
            Date.UTC(2024, 2, 1) + (first + hours) * HOUR,
          ];
          const hourly = (begin: number, end: number) =>
            asked({
              from: begin,
              to: end,
              starts: Array.from({ length: (end - begin) / HOUR }, (_, i) => begin + i * HOUR),
              groupBy: ['agent', 'team'],
            });
          const within = (request: MetricsRequest) =>
            queryMetrics(clickhouse, request).then((rows) =>
              rows.filter(
                ({ bucket, values }) =>
                  bucket >= from && bucket < to && Object.values(values).some((value) => value !== null),
              ),
            );
          const short = await within(hourly(from, to));
          expect(await within(hourly(from - 9 * DAY, to + 3 * DAY))).toEqual(short);
        },
      ),
      { numRuns: 4 },
    );
  });
});

let ids = 0;

function state(hour: number, rest: Partial<AgentStateRow>): AgentStateRow {
  const event_id = `e${++ids}`;
  return {
    agent_id: 'a1',
    at: at(hour),
    event_id,
    team: 'red',
    state: 'available',
    slots: 1,
    slots_busy: 0,
    ...rest,
  };
}

function plan(from: number, to: number, rest: Partial<AgentScheduleRow> = {}): AgentScheduleRow {
  return {
    agent_id: 'a1',
    starts_at: at(from),
    ends_at: at(to),
    activity: 'on_queue',
    team: 'red',
    planned_at: 0,
    ...rest,
  };
}
