import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Thursday, 09:00 in Berlin. */
const START = Date.UTC(2026, 2, 5, 8);
const NOW = START + 8 * HOUR;
const DAY = '/api/v1/workforce/adherence?from=now/d&to=now%2B1h';

interface Row {
  agent: string;
  scheduledMs: number;
  outOfScheduleMs: number;
  adherence: number | null;
  conformance: number | null;
  exceptions: { planned: string; did: string; from: string; to: string; ms: number }[];
}

describe('how agents keep to the schedule', () => {
  let query: QueryAppForTests;
  const rowsOf = async (url: string) => (JSON.parse(await query.get(url)) as { rows: Row[] }).rows;

  async function state(agent: string, at: number, is: string, team = 'day') {
    await query.clickhouse.command(
      `INSERT INTO agent_states SELECT {agent:String}, fromUnixTimestamp64Milli({at:Int64}), {id:String}, {team:String},
        {is:String}, 1, 0, []`,
      { agent, at, id: `${agent}-${at}`, is, team },
    );
  }
  async function plan(
    agent: string,
    from: number,
    to: number,
    activity: string,
    plannedAt: number,
    team = 'day',
  ) {
    await query.clickhouse.command(
      `INSERT INTO agent_schedules SELECT {agent:String}, fromUnixTimestamp64Milli({from:Int64}),
        fromUnixTimestamp64Milli({to:Int64}), {activity:String}, {team:String}, fromUnixTimestamp64Milli({plannedAt:Int64})`,
      { agent, from, to, activity, team, plannedAt },
    );
  }

  beforeAll(async () => {
    query = await startQueryApp(
      NOW,
      `teams: [{ id: day }, { id: night }]
agents: [{ id: late, name: Lena Late, team: day }]
calendars: { office: { zone: Europe/Berlin, weekly: 24x7 } }
defaultCalendar: office`,
    );
    // METRICS.md section 7: sixty minutes scheduled, ten late, ten over.
    await plan('late', START, START + HOUR, 'on_queue', START - 24 * HOUR);
    await state('late', START + 10 * MINUTE, 'available');
    await state('late', START + 30 * MINUTE, 'busy');
    await state('late', START + 70 * MINUTE, 'offline');
    // The first schedule has the break at noon, the corrected one an hour later.
    await plan('moved', START, START + 3 * HOUR, 'on_queue', START - 24 * HOUR);
    await plan('moved', START + 3 * HOUR, START + 3.5 * HOUR, 'break', START - 24 * HOUR);
    await plan('moved', START + 3.5 * HOUR, START + 9 * HOUR, 'on_queue', START - 24 * HOUR);
    await plan('moved', START, START + 4 * HOUR, 'on_queue', START - HOUR);
    await plan('moved', START + 4 * HOUR, START + 4.5 * HOUR, 'break', START - HOUR);
    await plan('moved', START + 4.5 * HOUR, START + 9 * HOUR, 'on_queue', START - HOUR);
    await state('moved', START, 'available');
    await state('moved', START + 3 * HOUR, 'break');
    await state('moved', START + 3.25 * HOUR, 'break');
    await state('moved', START + 3.5 * HOUR, 'available');
    await state('moved', START + 4.2 * HOUR, 'busy');
    await state('moved', START + 4.3 * HOUR, 'wrap_up');
    // Never came, and was never told of; works without a plan.
    await plan('missing', START, START + 2 * HOUR, 'on_queue', START - HOUR, 'night');
    await state('extra', START, 'available', 'night');
  });
  afterAll(() => query?.stop());

  it('comes out as METRICS.md works it out: ten of sixty minutes late are 83.33 %', async () => {
    const [row] = await rowsOf(`${DAY}&agent=late`);
    expect(row).toEqual({
      agent: 'late',
      name: 'Lena Late',
      team: 'day',
      scheduledMs: HOUR,
      outOfScheduleMs: 10 * MINUTE,
      adherence: 50 / 60,
      conformance: 1,
      state: 'offline',
      planned: null,
    });
  });

  it('knows of agents without a plan, and of plans without an agent', async () => {
    expect(await rowsOf(`${DAY}&team=night`)).toMatchObject([
      { agent: 'extra', name: null, team: 'night', scheduledMs: 0, adherence: null, state: 'available' },
      {
        agent: 'missing',
        team: 'night',
        scheduledMs: 2 * HOUR,
        adherence: 0,
        conformance: 0,
        state: 'offline',
      },
    ]);
  });

  it('counts who never came in the team of the plan, in figures by team too', async () => {
    const url = `/api/v1/query?from=${START}&to=${NOW}&metrics=adherence,conformance&group_by=team`;
    const teams = (await rowsOf(url)) as unknown as { team: string; adherence: number | null }[];
    expect(teams.find(({ team }) => team === 'night')).toMatchObject({ adherence: 0 });
    expect(teams.map(({ team }) => team)).toEqual(['day', 'night']);
  });

  it('goes by the corrected schedule alone, and tells when something else was done, in the zone of the center', async () => {
    expect(await rowsOf(`${DAY}&agent=moved&detail=exceptions`)).toMatchObject([
      {
        scheduledMs: 8 * HOUR,
        outOfScheduleMs: HOUR,
        planned: 'on_queue',
        exceptions: [
          {
            planned: 'on_queue',
            did: 'break',
            from: '2026-03-05T12:00:00.000+01:00',
            to: '2026-03-05T12:30:00.000+01:00',
            ms: HOUR / 2,
          },
          {
            planned: 'break',
            did: 'on_queue',
            from: '2026-03-05T13:00:00.000+01:00',
            to: '2026-03-05T13:30:00.000+01:00',
            ms: HOUR / 2,
          },
        ],
      },
    ]);
  });

  it('gives tables of agents and of exceptions', async () => {
    expect(await query.get(`${DAY}&agent=late&format=csv`)).toBe(
      'agent,name,team,scheduledMs,outOfScheduleMs,adherence,conformance,state,planned\r\n' +
        'late,Lena Late,day,3600000,600000,0.8333333333333334,1,offline,\r\n',
    );
    expect(await query.get(`${DAY}&agent=late&format=csv&detail=exceptions`)).toBe(
      'agent,planned,did,from,to,ms\r\n' +
        'late,on_queue,offline,2026-03-05T09:00:00.000+01:00,2026-03-05T09:10:00.000+01:00,600000\r\n',
    );
  });

  it('gives the figures of the catalogue to the last digit, and exceptions that add up, in any range', async () => {
    const instant = fc.integer({ min: START - 2 * HOUR, max: NOW + 2 * HOUR });
    await fc.assert(
      fc.asyncProperty(instant, instant, async (one, other) => {
        fc.pre(one !== other);
        const range = `from=${Math.min(one, other)}&to=${Math.max(one, other)}`;
        const rows = await rowsOf(`/api/v1/workforce/adherence?${range}&detail=exceptions`);
        const figures = await rowsOf(`/api/v1/query?${range}&metrics=adherence,conformance&group_by=agent`);
        expect(rows.map(({ agent, adherence, conformance }) => ({ agent, adherence, conformance }))).toEqual(
          figures.map(({ agent, adherence, conformance }) => ({ agent, adherence, conformance })),
        );
        for (const { exceptions, outOfScheduleMs, adherence } of rows) {
          expect(exceptions.reduce((sum, { ms }) => sum + ms, 0)).toBe(outOfScheduleMs);
          if (adherence !== null) {
            expect(adherence).toBeGreaterThanOrEqual(0);
            expect(adherence).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuses what it does not know, all at once', async () => {
    expect(await query.status('/api/v1/workforce/adherence?queue=billing')).toBe(400);
    expect(await query.status('/api/v1/workforce/adherence?from=later&tz=Berlin')).toBe(400);
  });
});
