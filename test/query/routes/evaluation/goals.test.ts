import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../../services/access/authenticate.ts';
import { hashOf } from '../../../../services/access/key.ts';
import type { Principal } from '../../../../services/access/principal.ts';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import type { GoalView } from '../../../../services/evaluation/goals/view.ts';
import type { ScorecardView } from '../../../../services/evaluation/view.ts';
import type { ClickHouse } from '../../../../services/lib/clickhouse/client.ts';
import type { HttpApp } from '../../../../services/lib/http/app.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { createQueryApp } from '../../../../services/query/app.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';
import { type AgentFact, insertOf, ratings, times } from './facts.ts';

/** Noon of a Thursday in Berlin. */
const NOW = Date.parse('2026-03-19T12:00:00+01:00');
const REFERENCE = `
teams: [{ id: east, name: East }, { id: west }]
queues: [{ id: billing, team: east }, { id: sales, team: west }]
agents: [{ id: ann, name: Ann, team: east }, { id: bea, team: east }, { id: cem, team: west }]
calendars: { office: { zone: Europe/Berlin, weekly: 24x7 } }
defaultCalendar: office
`;
const CONFIGURATION = `${REFERENCE}
goals:
  - { metric: csat, team: east, target: 0.85, direction: at_least }
  - { id: fast, metric: wait_p90, queue: billing, period: week, target: 20s, direction: at_most }
  - { metric: csat, target: 0.8, direction: at_least }
  - { metric: backlog, target: 5, direction: at_most }
  - { metric: answered, target: 100, direction: at_least }
  - { metric: csat, team: west, target: 0.9, direction: at_least }
changes: [{ name: new forms, at: 2026-03-02 }]
`;
const PEOPLE: Principal[] = [
  { name: 'manager', role: 'manager', scope: {} },
  { name: 'planner', role: 'planner', scope: {} },
  { name: 'lead', role: 'supervisor', scope: { team: ['east'] } },
  { name: 'desk', role: 'supervisor', scope: { queue: ['billing'] } },
  { name: 'ann', role: 'agent', scope: { agent: ['ann'] } },
  { name: 'cem', role: 'agent', scope: { agent: ['cem'] } },
  { name: 'wallboard', role: 'wallboard', scope: {} },
];

const berlin = (date: string, time: string) => Date.parse(`2026-${date}T${time}:00+01:00`);
const handled = (count: number, date: string, time: string): AgentFact[] =>
  times(count, (i) => ({
    fact: 'handle_spell',
    agent: 'ann',
    team: 'east',
    queue: 'billing',
    at: berlin(date, time) + i * 1_000,
  }));
const answers = (agent: string, satisfied: number, of: number, date: string) =>
  ratings(agent, satisfied, of, {
    team: agent === 'cem' ? 'west' : 'east',
    queue: agent === 'cem' ? 'sales' : 'billing',
    at: berlin(date, '15:00'),
  });
const FACTS: AgentFact[] = [
  // Three whole weeks, from a Thursday on; the first contact is the first that is heard of east.
  ...handled(1, '02-26', '09:00'),
  ...handled(2, '02-27', '10:00'),
  ...handled(1, '03-02', '10:00'),
  ...handled(1, '03-05', '10:00'),
  ...handled(1, '03-05', '14:00'),
  ...handled(2, '03-06', '10:00'),
  ...handled(2, '03-09', '10:00'),
  ...handled(1, '03-12', '14:00'),
  ...handled(2, '03-13', '10:00'),
  // The week that runs.
  ...handled(3, '03-16', '10:00'),
  ...handled(2, '03-19', '10:00'),
  ...answers('ann', 5, 5, '02-27'),
  ...answers('ann', 8, 10, '03-10'),
  ...answers('cem', 1, 5, '03-10'),
  // Waits of two weeks: p90 of 1 to 10 s is 9 s, of 11 to 20 s it is 19 s.
  ...times(10, (i) => ({ ...wait(i + 1), at: berlin('03-10', '09:00') + i })),
  ...times(10, (i) => ({ ...wait(i + 11), at: berlin('03-17', '09:00') + i })),
];
function wait(seconds: number): AgentFact {
  const fact = { fact: 'queue_spell', agent: 'bea', team: 'east', queue: 'billing', state: 'answered' };
  return { ...fact, valueMs: seconds * 1_000 };
}

let query: QueryAppForTests;
let app: HttpApp;
let center = parseContactCenter(CONFIGURATION, 'test.yaml');
let statements = 0;
beforeAll(async () => {
  query = await startQueryApp(NOW);
  const clickhouse: ClickHouse = {
    ...query.clickhouse,
    query: (asked) => {
      statements += 1;
      return query.clickhouse.query(asked);
    },
  };
  app = await createQueryApp({
    clickhouse,
    center: () => center,
    metrics: new Registry(),
    checks: {},
    authenticate: createAuthenticate({
      principals: new Map(PEOPLE.map((one) => [hashOf(`lw_${one.name}`), one])),
      tokens: null,
    }),
    log: createLog({ level: 'silent' }),
    now: () => NOW,
  });
  await query.clickhouse.command(insertOf(FACTS, NOW));
});
afterAll(async () => {
  await app?.close();
  await query?.stop();
});

async function ask(name: string, method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: `Bearer lw_${name}` };
  const response = await app.inject({
    method,
    url: `/api/v1/${url}`,
    headers,
    ...(payload ? { payload } : {}),
  });
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
}
async function goalsOf(name: string, parameters = ''): Promise<Map<string, GoalView>> {
  const { body } = await ask(name, 'GET', `goals?${parameters}`);
  return new Map((body.goals as GoalView[]).map((goal) => [goal.id, goal]));
}
const ANN = { metric: 'handled', agent: 'ann', period: 'week', target: 8, direction: 'at_least' };

describe('goals', () => {
  it('of what is counted are set against the share of the work that has passed', async () => {
    expect((await ask('manager', 'PUT', 'goals/ann-handled', { ...ANN, note: 'as agreed' })).status).toBe(
      201,
    );
    const goal = (await goalsOf('manager', 'agent=ann')).get('ann-handled');
    // Mondays had 1, 2 and 3, Thursdays until noon 1, 1 and 0, of the rest of the week 2, 3 and 3.
    const half = 4.302652729749464 * Math.sqrt(1 / 3 + 1 / 9);
    expect(goal).toEqual({
      ...{ id: 'ann-handled', source: 'api', metric: 'handled', title: 'Handled', unit: 'count' },
      ...{ agent: 'ann', name: 'Ann', period: 'week', target: 8, direction: 'at_least' },
      text: expect.objectContaining({ target: '≥\u00a08' }),
      ...{ version: 1, changedAt: '2026-03-19T12:00:00.000+01:00', changedBy: 'manager', note: 'as agreed' },
      current: {
        from: '2026-03-16T00:00:00.000+01:00',
        to: '2026-03-23T00:00:00.000+01:00',
        tz: 'Europe/Berlin',
        elapsed: expect.closeTo(0.5, 12),
        ...{ value: 5, n: 5, interval: null, attainment: 5 / 8, met: false },
        line: expect.closeTo(4, 12),
        pace: expect.closeTo(1.25, 12),
        projection: {
          value: expect.closeTo(5 + 8 / 3, 12),
          lower: 5,
          upper: expect.closeTo(5 + 8 / 3 + half, 9),
          method: 'weeks_added',
          told_apart: false,
        },
        standing: 'at_risk',
      },
    });
  });

  it('on rates weigh what is so far and what the past had by their cases', async () => {
    const { current, ...goal } = (await goalsOf('manager')).get('csat-team-east-month')!;
    expect(goal).toMatchObject({ source: 'configuration', name: 'East', version: 0, changedBy: null });
    // 8 of 10 so far; of the twelve days and a half to come two Fridays with 5 of 5 in one of three weeks, and two
    // Tuesdays with 8 of 10: 10 cases, of which 26/3. Part less 5/6 of the whole was 5/6, -1/3 and 0 in a week.
    const squares = ((2 / 3) ** 2 + (1 / 2) ** 2 + (1 / 6) ** 2) / 2;
    const half = (4.302652729749464 * Math.sqrt(2 * squares + (4 * squares) / 3)) / 20;
    expect(current).toMatchObject({
      ...{ value: 0.8, n: 10, met: false, line: 0.85, standing: 'at_risk' },
      elapsed: expect.closeTo(4 / 7, 12),
      attainment: expect.closeTo(0.8 / 0.85, 12),
      projection: {
        value: expect.closeTo(5 / 6, 12),
        lower: expect.closeTo(5 / 6 - half, 9),
        upper: 1,
        method: 'weeks_weighed',
      },
    });
    expect(current!.interval).toMatchObject({ method: 'wilson' });
  });

  it('on percentiles weigh those of weeks', async () => {
    const { current } = (await goalsOf('manager', 'queue=billing')).get('fast')!;
    // Nothing is expected on the days that are left.
    expect(current).toMatchObject({ value: 19_000, n: 10, standing: 'on_track', elapsed: 1 });
    expect(current!.projection).toMatchObject({ value: 19_000, method: 'weekly_percentiles_weighed' });
  });

  it('on what days say nothing of have no projection', async () => {
    expect((await goalsOf('manager')).get('backlog-month')!.current).toMatchObject({
      ...{ value: 0, projection: null, line: 5, standing: 'on_track' },
    });
  });

  it('have a history, and past periods; of those before anything was heard of no figure', async () => {
    const changed = { ...ANN, target: 7, note: 'ill for a week', version: 1 };
    expect((await ask('lead', 'PUT', 'goals/ann-handled', changed)).status).toBe(200);
    const { body } = await ask('manager', 'GET', 'goals/ann-handled');
    expect(body.history.map(({ at: _, ...entry }: { at: string }) => entry)).toEqual([
      { version: 1, by: 'manager', what: 'set', target: 8, direction: 'at_least', note: 'as agreed' },
      { version: 2, by: 'lead', what: 'set', target: 7, direction: 'at_least', note: 'ill for a week' },
    ]);
    expect(body).toMatchObject({ version: 2, target: 7, current: { standing: 'on_track' } });
    expect(body.past.map(({ value, met }: { value: number; met: boolean }) => [value, met])).toEqual([
      ...[null, null, null].map((none) => [none, none]),
      [3, false],
      [5, false],
      [5, false],
    ]);
    // The goal of those weeks is the one that was set first, not what became of it since.
    expect(body.past[5]).toMatchObject({ from: '2026-03-09T00:00:00.000+01:00', target: 8 });
  });

  it('count in scorecards, totals in those of their own period and owner alone', async () => {
    const csat = { metric: 'csat', agent: 'ann', target: 0.6 };
    expect((await ask('lead', 'PUT', 'goals/ann-csat', csat)).body).toMatchObject({ direction: 'at_least' });
    const goalsIn = async (parameters: string) => {
      const { body } = await ask('manager', 'GET', `scorecards?${parameters}`);
      const [card] = body.scorecards as ScorecardView[];
      return Object.fromEntries(card!.metrics.map(({ id, goal }) => [id, goal]));
    };
    expect(await goalsIn('agent=ann&period=week')).toMatchObject({ csat: 0.6, handled: 7 });
    expect(await goalsIn('agent=ann&period=month')).not.toHaveProperty('handled');
    expect(await goalsIn('agent=bea&period=week')).toMatchObject({ csat: 0.85 });
    expect(await goalsIn('agent=bea&period=week')).not.toHaveProperty('answered');
    expect(await goalsIn('of=center&period=month')).toMatchObject({ csat: 0.8, answered: 100 });
  });

  it('are asked for together, however many there are', async () => {
    const before = center;
    const goals = (count: number) =>
      ['ann', 'bea', 'cem']
        .flatMap((agent) =>
          ['csat', 'aht', 'handled'].map(
            (metric) => `  - { metric: ${metric}, agent: ${agent}, target: 0.5, direction: at_least }`,
          ),
        )
        .slice(0, count);
    const askedFor = async (count: number) => {
      center = parseContactCenter(`${REFERENCE}goals:\n${goals(count).join('\n')}`, 'many.yaml');
      statements = 0;
      expect((await goalsOf('manager', 'period=month')).size).toBe(count + 1);
      return statements;
    };
    try {
      expect(await askedFor(9)).toBe(await askedFor(3));
    } finally {
      center = before;
    }
  });
});

describe('setting goals', () => {
  it('is refused with every fault at once', async () => {
    const faultsOf = async (id: string, body: object) => {
      const { status, body: problem } = await ask('manager', 'PUT', `goals/${id}`, body);
      expect(status).toBe(400);
      return problem.faults.map(({ path, message }: Record<string, string>) => `${path}: ${message}`);
    };
    expect(await faultsOf('a', { metric: 'occupancy', queue: 'nowhere', target: '4h' })).toEqual([
      'direction: must say whether more of occupancy is better or less',
      'queue: occupancy cannot be asked for by queue',
      'target: occupancy: must be a ratio from 0 to 1, such as 0.8',
      'queue: there is no queue nowhere',
    ]);
    expect(await faultsOf('a', { metric: 'csat', team: 'east', target: 0.9 })).toEqual([
      'metric: csat has this goal already: csat-team-east-month',
    ]);
    expect(await faultsOf('ann-handled', { ...ANN, period: 'day' })).toEqual([
      expect.stringContaining('metric: ann-handled is another goal'),
    ]);
    expect((await faultsOf('a', { metric: 'csat', target: 'soon' }))[0]).toContain(
      'target: must be a number',
    );
    expect((await faultsOf('a', { metric: 'csat', team: 'east', agent: 'ann', target: 1 }))[0]).toContain(
      'agent',
    );
  });

  it('is refused for all but one of those who set the same at once under ids of their own', async () => {
    const ids = ['at-once-1', 'at-once-2', 'at-once-3'];
    const goal = { ...ANN, agent: undefined, team: 'west', period: 'day' };
    const answers = await Promise.all(ids.map((id) => ask('manager', 'PUT', `goals/${id}`, goal)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
    await Promise.all(ids.map((id) => ask('manager', 'DELETE', `goals/${id}`)));
  });

  it('is refused for those of the configuration, and where somebody else was first', async () => {
    const csat = { metric: 'csat', target: 0.7 };
    const conflict = await ask('manager', 'PUT', 'goals/csat-month', csat);
    expect(conflict).toMatchObject({ status: 409, body: { code: 'GOAL_OF_CONFIGURATION' } });
    expect((await ask('manager', 'DELETE', 'goals/csat-month')).status).toBe(409);
    const stale = await ask('manager', 'PUT', 'goals/ann-handled', { ...ANN, version: 1 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'CHANGED_MEANWHILE' } });
    expect((await ask('manager', 'DELETE', 'goals/ann-handled?version=1')).status).toBe(409);
  });

  it('is undone by removing, and its history goes on', async () => {
    const goal = { metric: 'aht', team: 'west', target: '6m' };
    expect((await ask('manager', 'PUT', 'goals/west aht', goal)).body).toMatchObject({ target: 360_000 });
    expect((await ask('manager', 'DELETE', 'goals/west aht')).status).toBe(204);
    expect((await ask('manager', 'GET', 'goals/west aht')).status).toBe(404);
    expect((await ask('manager', 'DELETE', 'goals/west aht')).status).toBe(404);
    const again = await ask('manager', 'PUT', 'goals/west aht', goal);
    expect(again.status).toBe(201);
    expect(again.body.history.map(({ what }: { what: string }) => what)).toEqual(['set', 'removed', 'set']);
    await ask('manager', 'DELETE', 'goals/west aht');
  });
});

describe('who sees which goals', () => {
  it('is who may see their figures', async () => {
    const idsOf = async (name: string) => [...(await goalsOf(name)).keys()];
    const ofAll = ['csat-month', 'backlog-month', 'answered-month'];
    const all = await idsOf('manager');
    expect(all).toHaveLength(8);
    expect(await idsOf('planner')).toEqual(all);
    expect(await idsOf('lead')).toEqual(all.filter((id) => id !== 'csat-team-west-month'));
    expect(await idsOf('desk')).toEqual(['fast', ...ofAll]);
    expect((await idsOf('ann')).sort()).toEqual([...ofAll, 'ann-csat', 'ann-handled'].sort());
    expect(await idsOf('cem')).toEqual(ofAll);
    expect((await ask('wallboard', 'GET', 'goals')).status).toBe(403);
    expect((await ask('ann', 'GET', 'goals?agent=cem')).status).toBe(403);
    for (const id of ['csat-team-east-month', 'ann-handled', 'nothing'])
      expect((await ask('cem', 'GET', `goals/${id}`)).status, id).toBe(404);
  });

  it('of everybody’s goals is told one’s own figure, and of totals none', async () => {
    const valueFor = async (name: string) => {
      const { current } = (await goalsOf(name)).get('csat-month')!;
      return [current!.value, current!.n];
    };
    expect(await valueFor('manager')).toEqual([9 / 15, 15]);
    for (const name of ['lead', 'desk', 'ann']) expect(await valueFor(name), name).toEqual([0.8, 10]);
    expect(await valueFor('cem')).toEqual([0.2, 5]);
    expect((await goalsOf('manager')).get('answered-month')!.current).toMatchObject({ value: 20 });
    for (const name of ['lead', 'cem']) {
      expect((await goalsOf(name)).get('answered-month')).toMatchObject({ target: 100, current: null });
      expect((await ask(name, 'GET', 'goals/answered-month')).body).toMatchObject({
        current: null,
        past: [],
      });
      expect((await ask(name, 'GET', 'goals/csat-month')).body.past).toHaveLength(6);
    }
  });

  it('may set those of their own, if they lead', async () => {
    const put = async (name: string, whose: object) =>
      (await ask(name, 'PUT', 'goals/mine', { metric: 'first_response_mean', target: '2h', ...whose }))
        .status;
    for (const name of ['planner', 'ann', 'wallboard']) expect(await put(name, { agent: 'ann' })).toBe(403);
    expect(await put('lead', {})).toBe(403);
    expect(await put('lead', { team: 'west' })).toBe(403);
    expect(await put('lead', { queue: 'sales' })).toBe(403);
    expect(await put('desk', { team: 'east' })).toBe(403);
    expect(await put('desk', { queue: 'billing' })).toBe(201);
    expect(await put('lead', { queue: 'billing' })).toBe(200);
    expect((await ask('lead', 'DELETE', 'goals/mine')).status).toBe(204);
    await ask('manager', 'PUT', 'goals/theirs', { metric: 'aht', team: 'west', target: '5m' });
    expect(
      (await ask('lead', 'PUT', 'goals/theirs', { metric: 'aht', team: 'east', target: '9m' })).status,
    ).toBe(403);
    expect((await ask('lead', 'DELETE', 'goals/theirs')).status).toBe(404);
  });
});

describe('changes that people mark', () => {
  const ROUTING = { name: 'new routing', at: '2026-03-12', queue: 'billing' };
  const titles = async (name: string) =>
    (await ask(name, 'GET', 'changes')).body.changes.map(({ title }: { title: string }) => title);

  it('are marks beside those of the configuration, and can be compared by', async () => {
    const { status, body } = await ask('lead', 'PUT', 'changes/routing', ROUTING);
    expect([status, body]).toMatchObject([
      201,
      { time: '2026-03-11T23:00:00.000Z', source: 'api', id: 'routing', version: 1, by: 'lead' },
    ]);
    expect(await titles('ann')).toEqual(['new forms', 'new routing']);
    expect(await titles('cem')).toEqual(['new forms']);
    const compared = await ask('manager', 'GET', 'compare?metric=handled&change=new+routing');
    expect(compared.body.meta).toMatchObject({
      change: 'new routing',
      a: { filters: { queue: ['billing'] } },
    });
  });

  it('have names of their own, also where two are marked at once', async () => {
    const marks = ['x', 'y'].map((id) =>
      ask('manager', 'PUT', `changes/${id}`, { ...ROUTING, name: 'twin' }),
    );
    expect((await Promise.all(marks)).map(({ status }) => status).sort()).toEqual([201, 400]);
    await Promise.all(['x', 'y'].map((id) => ask('manager', 'DELETE', `changes/${id}`)));
  });

  it('are corrected and removed by their id', async () => {
    const later = { ...ROUTING, at: '2026-03-13T08:00', version: 1 };
    expect((await ask('manager', 'PUT', 'changes/routing', later)).status).toBe(200);
    expect((await ask('manager', 'PUT', 'changes/routing', later)).status).toBe(409);
    expect((await ask('manager', 'DELETE', 'changes/routing')).status).toBe(204);
    expect(await titles('manager')).toEqual(['new forms']);
    expect((await ask('manager', 'DELETE', 'changes/routing')).status).toBe(404);
    expect((await ask('manager', 'GET', 'compare?metric=handled&change=new+routing')).status).toBe(400);
  });

  it('are refused with every fault at once, and to whom they are not', async () => {
    const wrong = { ...ROUTING, name: 'new forms', queue: ['billing', 'nowhere'], team: 'north' };
    expect((await ask('manager', 'PUT', 'changes/x', wrong)).body.faults).toEqual([
      { path: 'queue', message: 'there is no queue nowhere' },
      { path: 'team', message: 'there is no team north' },
      { path: 'name', message: 'new forms is there already' },
    ]);
    const early = { ...ROUTING, until: '2026-03-01' };
    expect((await ask('manager', 'PUT', 'changes/x', early)).status).toBe(400);
    const { queue: _, ...ofAll } = ROUTING;
    for (const [name, change] of [
      ['ann', ROUTING],
      ['planner', ROUTING],
      ['lead', ofAll],
      ['lead', { ...ROUTING, queue: ['billing', 'sales'] }],
      ['desk', { ...ROUTING, team: 'east' }],
    ] as const)
      expect((await ask(name, 'PUT', 'changes/x', change)).status, name).toBe(403);
  });
});
