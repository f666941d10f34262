import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import type { RoundView } from '../../../../services/evaluation/rounds/detail.ts';
import { createRoundKeeper } from '../../../../services/evaluation/rounds/keeper.ts';
import type { RoundsSideBySide } from '../../../../services/evaluation/rounds/side-by-side.ts';
import type { RoundSummary } from '../../../../services/evaluation/rounds/view.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { insertOf, ratings, times } from './facts.ts';
import { type RoundApp, startRoundApp } from './round-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FEBRUARY = Date.parse('2026-02-10T09:00:00Z');
/** Midnight of 1 April in Berlin: the end of the first quarter. */
const END = Date.parse('2026-03-31T22:00:00Z');
const EAST = ['ann', 'bea', 'cem', 'dai', 'eva', 'fay'];
const configuration = (goal: number) => `
teams: [{ id: east, name: East }, { id: west, name: West }, { id: empty }]
agents: [${EAST.map((id) => `{ id: ${id}, name: ${id.toUpperCase()}, team: east }`).join()}, { id: wim, team: west }]
calendars: { office: { zone: Europe/Berlin, weekly: { mon: [08:00-18:00] } } }
defaultCalendar: office
scorecards:
  - id: agents
    name: Front line
    role: agent
    metrics:
      - { metric: csat, weight: 3, goal: ${goal}, floor: 0.5 }
      - { metric: aht, goal: 5m, floor: 10m }
`;
const PEOPLE = [
  { name: 'head', role: 'manager', scope: {} },
  { name: 'lena', role: 'supervisor', scope: { team: ['east'] } },
  { name: 'walt', role: 'supervisor', scope: { team: ['west'] } },
  { name: 'desk', role: 'supervisor', scope: { team: ['east'], queue: ['billing'] } },
  { name: 'ann', role: 'agent', scope: { agent: ['ann'] } },
  { name: 'bea', role: 'agent', scope: { agent: ['bea'] } },
  { name: 'wim', role: 'agent', scope: { agent: ['wim'] } },
  { name: 'planner', role: 'planner', scope: {} },
] as const;

let app: RoundApp;
beforeAll(async () => {
  app = await startRoundApp(FEBRUARY, configuration(0.9), PEOPLE as never);
  const facts = EAST.flatMap((agent, i) => [
    // 8, 5, 6, 7, 8 and 9 of ten.
    ...ratings(agent, i === 0 ? 8 : i + 4, 10, { team: 'east' }),
    ...times(10, () => ({ fact: 'handle_spell', agent, team: 'east', valueMs: (5 + i) * MINUTE })),
  ]);
  await app.clickhouse.command(insertOf(facts, FEBRUARY - HOUR));
});
afterAll(() => app?.stop());

const Q1 = '/east-2026-Q1';
const by = 'lena';
type Problem = { code: string; detail: string; faults: { path: string; message: string }[] };
const round = async (id = Q1) => (await app.ask<RoundView>('GET', id)).body;
const memberIn = (view: RoundView, agent: string) => view.members.find((member) => member.agent === agent)!;
let written = 0;
const freshUpTo = (at: number) =>
  app.clickhouse.command(
    `INSERT INTO freshness (topic, kafka_partition, as_of, written_at) SELECT 'contact.chats', 0, fromUnixTimestamp64Milli({at:Int64}), fromUnixTimestamp64Milli({written:Int64})`,
    { at, written: ++written },
  );
const confirm = (agent: string, as: string, more: object = {}) =>
  app.ask<RoundView & Problem>('POST', `${Q1}/confirmations`, {
    agent,
    as,
    by: as === 'agent' ? agent : by,
    ...more,
  });

describe('a round of a quarter, from its opening to its close', () => {
  it('begins with the goals that the scorecards have', async () => {
    const { status, body } = await app.ask<RoundView>('POST', '', { team: 'east', period: 'quarter', by });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: 'east-2026-Q1',
      team: 'east',
      name: 'East 2026-Q1',
      period: {
        name: 'quarter',
        from: '2026-01-01T00:00:00.000+01:00',
        to: '2026-04-01T00:00:00.000+02:00',
        tz: 'Europe/Berlin',
      },
      state: 'open',
      agents: 6,
      confirmed: 0,
      openedBy: 'lena',
      pinned: null,
      closed: null,
    });
    expect(memberIn(body, 'ann')).toMatchObject({
      name: 'ANN',
      goals: [
        {
          metric: 'csat',
          title: 'Customer satisfaction (CSAT)',
          unit: 'ratio',
          goal: 0.9,
          direction: 'at_least',
          weight: 3,
        },
        { metric: 'aht', unit: 'ms', goal: 5 * MINUTE, direction: 'at_most', weight: 1 },
      ],
      confirmed: { agent: null, supervisor: null },
      // csat: 100 x (0.8 - 0.5) / (0.9 - 0.5); aht: at its goal.
      card: { score: expect.closeTo((3 * 75 + 100) / 4, 9) },
      changed: [],
    });
  });

  it('is the only one of the team and the period', async () => {
    const again = await app.ask<Problem>('POST', '', {
      team: 'east',
      period: 'quarter',
      at: '2026-03-31',
      by,
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_OPENED' } });
    const bad = await app.ask<Problem>('POST', '', {
      team: 'empty',
      period: 'quarter',
      at: '2027-01-01',
      by,
    });
    expect(bad).toMatchObject({ status: 400 });
    expect(bad.body.faults.map(({ path }) => path)).toEqual(['at', 'team']);
    const unsigned = await app.ask<Problem>('POST', '', { team: 'empty', period: 'year', at: '0001-01-01' });
    expect(unsigned.body.faults.map(({ path }) => path)).toEqual(['by', 'at', 'team']);
    const nobody = await app.ask<Problem>('POST', '', { team: 'east', period: 'year' });
    expect(nobody.body.faults).toEqual([{ path: 'by', message: 'says who does it' }]);
  });

  it('has its own goals and members from now on, whatever the configuration says later', async () => {
    app.configure(configuration(0.8).replace('name: FAY, team: east', 'name: FAY, team: west'));
    const view = await round();
    expect(memberIn(view, 'ann').goals[0]).toMatchObject({ goal: 0.9 });
    expect(memberIn(view, 'ann').card!.metrics[0]!.points).toBeCloseTo(75, 9);
    expect(memberIn(view, 'fay').card).toMatchObject({ team: 'east', peers: { n: 6 } });
    app.configure(configuration(0.9));
  });

  it('reckons cards by the goals that are set in it; who sets them is written down with what was before', async () => {
    await confirm('ann', 'agent');
    await confirm('bea', 'agent');
    const goals = [
      { metric: 'csat', goal: 0.8 },
      { metric: 'aht', goal: '6m', weight: 2 },
    ];
    const { status, body } = await app.ask<RoundView>('PUT', `${Q1}/goals`, { agent: 'ann', goals, by });
    expect(status).toBe(200);
    const ann = memberIn(body, 'ann');
    expect(ann.goals.map(({ goal, weight }) => [goal, weight])).toEqual([
      [0.8, 3],
      [6 * MINUTE, 2],
    ]);
    expect(ann.card!.metrics.map(({ id, goal, points, weight }) => [id, goal, points, weight])).toEqual([
      ['csat', 0.8, expect.closeTo(100, 9), 3],
      ['aht', 6 * MINUTE, 100, 2],
    ]);
    expect(ann.confirmed.agent).toBeNull();
    expect(memberIn(body, 'bea').confirmed.agent).toMatchObject({ by: 'bea' });
    expect(body.history.at(-1)).toMatchObject({
      what: 'goals_set',
      by: 'lena',
      changes: [{ agent: 'ann', before: [{ goal: 0.9 }, {}], after: [{ goal: 0.8 }, {}] }],
    });
  });

  it('takes the same goals again without asking anybody to confirm anew', async () => {
    const goals = [
      { metric: 'csat', goal: 0.9 },
      { metric: 'aht', goal: '5m' },
    ];
    const before = await round();
    const { body } = await app.ask<RoundView>('PUT', `${Q1}/goals`, { agent: 'bea', goals, by });
    expect(body.version).toBe(before.version);
  });

  it('says all that is wrong with goals at once', async () => {
    const goals = [
      { metric: 'csat', goal: 90 },
      { metric: 'nonsense', goal: 1 },
      { metric: 'first_response_mean', variant: 'odd', goal: 'soon' },
      { metric: 'nps', goal: null },
    ];
    const { status, body } = await app.ask<Problem>('PUT', `${Q1}/goals`, { goals, by });
    expect(status).toBe(400);
    expect(body.faults.map(({ path }) => path).sort()).toEqual([
      'goals.0.goal',
      'goals.1.metric',
      'goals.2.goal',
      'goals.2.variant',
      'goals.3.goal',
    ]);
    const stranger = await app.ask<Problem>('PUT', `${Q1}/goals`, {
      agent: 'wim',
      goals: goals.slice(0, 1),
      by,
    });
    expect(stranger.body.faults[0]!.path).toBe('agent');
  });

  it('is agreed once both sides have confirmed the goals that they looked at, for everybody', async () => {
    const { goals_version } = memberIn(await round(), 'ann');
    expect(await confirm('ann', 'agent', { goals_version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'GOALS_CHANGED' },
    });
    expect((await confirm('ann', 'agent', { goals_version })).status).toBe(200);
    expect((await confirm('bea', 'agent')).body.code).toBe('ALREADY_CONFIRMED');
    for (const agent of EAST.slice(2)) await confirm(agent, 'agent');
    for (const agent of EAST.slice(1)) await confirm(agent, 'supervisor');
    expect(await round()).toMatchObject({ state: 'open', confirmed: 5 });
    expect((await confirm('ann', 'supervisor')).body).toMatchObject({ state: 'agreed', confirmed: 6 });
  });

  it('is not pinned before its period is over, nor remarked on', async () => {
    app.setNow(END - 1);
    expect(await app.ask('POST', `${Q1}/pin`, { by })).toMatchObject({
      status: 409,
      body: { code: 'PERIOD_RUNS' },
    });
    const early = { agent: 'ann', text: 'well done', by };
    expect(await app.ask('POST', `${Q1}/remarks`, early)).toMatchObject({
      status: 409,
      body: { code: 'NOT_PINNED' },
    });
  });

  it('is pinned by itself an hour after its end, once all its events are counted', async () => {
    const state = async () => (await round()).state;
    await freshUpTo(END + HOUR);
    app.setNow(END + HOUR - 1);
    await app.keeper.pinDue();
    expect(await state()).toBe('agreed');
    await freshUpTo(END - 1);
    app.setNow(END + HOUR);
    await app.keeper.pinDue();
    expect(await state()).toBe('agreed');
    await freshUpTo(END);
    // Two processes look at the same time.
    const other = createRoundKeeper({
      clickhouse: app.clickhouse,
      center: () => parseContactCenter(configuration(0.9), 'test.yaml'),
      now: () => END + HOUR,
      log: createLog({ level: 'silent' }),
    });
    await Promise.all([app.keeper.pinDue(), other.pinDue()]);
    const { pinned, history } = await round();
    expect(history.filter(({ what }) => what === 'pinned')).toHaveLength(1);
    expect(pinned).toEqual({
      at: '2026-04-01T01:00:00.000+02:00',
      by: 'linewatch',
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      intact: true,
      notes: [],
    });
  });

  it('gives out the very bytes that the hash is of', async () => {
    const { text, body } = await app.ask<Record<string, unknown>>('GET', `${Q1}/pinned`);
    expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).toBe((await round()).pinned!.hash);
    expect(body).toMatchObject({
      round: 'east-2026-Q1',
      linewatch: expect.stringMatching(/^\d+\.\d+/),
      configuration: expect.stringMatching(/^sha256:/),
      asOf: '2026-04-01T00:00:00.000+02:00',
      formulas: [{ metric: 'csat' }, { metric: 'aht' }],
    });
  });

  it('shows what came late, or means something else today, as a difference to what was pinned', async () => {
    expect((await round()).members.flatMap(({ changed }) => changed)).toEqual([]);
    await app.clickhouse.command(
      insertOf(ratings('ann', 0, 2, { team: 'east' }), FEBRUARY).replaceAll("'c-", "'late-"),
    );
    const view = await round();
    const ann = memberIn(view, 'ann');
    expect(ann.card!.metrics[0]).toMatchObject({ value: 0.8, n: 10 });
    expect(ann.changed).toEqual([
      expect.objectContaining({ metric: 'score', pinned: expect.closeTo(100, 9) }),
      {
        metric: 'csat',
        title: expect.any(String),
        unit: 'ratio',
        pinned: 0.8,
        now: expect.closeTo(8 / 12, 9),
        n: { pinned: 10, now: 12 },
        points: { pinned: expect.closeTo(100, 9), now: expect.any(Number) },
      },
    ]);
    expect(memberIn(view, 'bea').changed).toEqual([]);
  });

  it('takes remarks and answers, then closes, and stays readable', async () => {
    const say = (what: string, agent: string, text: string, who: string) =>
      app.ask<RoundView & Problem>('POST', `${Q1}/${what}`, { agent, text, by: who });
    await say('remarks', 'ann', 'well', by);
    await say('remarks', 'ann', 'well done', by);
    await say('answers', 'ann', 'thanks', 'ann');
    expect((await say('remarks', 'ann', 'not so well', by)).body.code).toBe('ALREADY_ANSWERED');
    expect((await say('remarks', 'wim', 'who', by)).status).toBe(400);
    expect((await app.ask<RoundView>('POST', `${Q1}/close`, { by })).body.state).toBe('closed');
    expect(await say('answers', 'bea', 'but', 'bea')).toMatchObject({
      status: 409,
      body: { code: 'CLOSED' },
    });
    const view = await round();
    expect(memberIn(view, 'ann')).toMatchObject({
      remark: { by: 'lena', text: 'well done' },
      answer: { by: 'ann', text: 'thanks' },
      card: { metrics: [{ value: 0.8 }, {}] },
    });
    expect(view.closed).toMatchObject({ by: 'lena' });
    expect(view.history.flatMap(({ text }) => text ?? [])).toEqual(['well', 'well done', 'thanks']);
  });
});

describe('rounds side by side', () => {
  it('are pinned by hand while the period’s figures may be incomplete, and say so', async () => {
    await freshUpTo(END - HOUR);
    for (const at of ['2026-01-15', '2026-02-10'])
      await app.ask('POST', '', { team: 'east', period: 'month', at, by });
    const { body } = await app.ask<RoundView>('POST', '/east-2026-01/pin', { by });
    expect(body.pinned!.notes).toEqual([]);
    const quarter = await app.ask<RoundView>('POST', '', { team: 'west', period: 'quarter', at: '-1', by });
    expect(quarter.body.id).toBe('west-2026-Q1');
    const west = await app.ask<RoundView>('POST', '/west-2026-Q1/pin', { by });
    expect(west.body.pinned!.notes).toEqual([
      'what happened after 2026-03-31T23:00:00.000+02:00 may be missing',
    ]);
  });

  it('have the figures of each agent in the order of the rounds', async () => {
    const { body } = await app.ask<RoundsSideBySide>(
      'GET',
      '/compare?team=east&period=month&last=2&agent=bea',
    );
    expect(body.rounds.map(({ id, state, pinned }) => [id, state, pinned?.intact])).toEqual([
      ['east-2026-01', 'pinned', true],
      ['east-2026-02', 'open', undefined],
    ]);
    expect(body.people).toHaveLength(1);
    expect(body.people[0]).toMatchObject({ id: 'bea', name: 'BEA', scores: [null, expect.any(Number)] });
    expect(body.people[0]!.metrics[0]).toMatchObject({
      metric: 'csat',
      figures: [
        { value: null, n: 0 },
        { value: 0.5, n: 10, goal: 0.9, points: 0 },
      ],
    });
    expect((await app.ask('GET', '/compare?period=month')).status).toBe(400);
  });

  it('are listed newest first, by team, period and state', async () => {
    const ids = async (query: string) =>
      (await app.ask<{ rounds: RoundSummary[] }>('GET', `?${query}`)).body.rounds.map(({ id }) => id);
    expect(await ids('')).toEqual(['east-2026-02', 'east-2026-01', 'east-2026-Q1', 'west-2026-Q1']);
    expect(await ids('team=east&period=quarter')).toEqual(['east-2026-Q1']);
    expect(await ids('state=pinned&state=open')).toEqual(['east-2026-02', 'east-2026-01', 'west-2026-Q1']);
    const next = await app.ask<RoundView>('POST', '', { team: 'west', period: 'month', at: '1', by });
    // Goals can be agreed on before there is anything to reckon.
    expect(next.body).toMatchObject({ id: 'west-2026-05', members: [{ agent: 'wim', card: null }] });
    expect(await ids('team=west')).toEqual(['west-2026-05', 'west-2026-Q1']);
    expect(await ids('agent=wim&period=quarter')).toEqual(['west-2026-Q1']);
    expect((await app.ask('GET', '/east-2020')).status).toBe(404);
  });
});

describe('who may do what in a round', () => {
  const OPEN = '/east-2026-02';
  const as = <Body = Problem>(name: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
    app.askAs<Body>(name, method, url, payload);

  it('leaders of the team and managers see it; of others it is as if there were none', async () => {
    for (const name of ['head', 'lena']) expect((await as(name, 'GET', OPEN)).status).toBe(200);
    expect((await as('walt', 'GET', OPEN)).status).toBe(404);
    expect((await as('wim', 'GET', OPEN)).status).toBe(404);
    expect((await as('planner', 'GET', OPEN)).status).toBe(403);
    // A round is of all that a team does.
    for (const url of ['', OPEN, '/compare?team=east'])
      expect((await as('desk', 'GET', url)).status).toBe(403);
    const listed = await as<{ rounds: RoundSummary[] }>('walt', 'GET', '');
    expect(listed.body.rounds.map(({ id }) => id)).toEqual(['west-2026-05', 'west-2026-Q1']);
    expect((await as('walt', 'GET', '?team=east')).status).toBe(403);
    expect((await as('walt', 'GET', '/compare?agent=ann')).text).not.toContain('"ann"');
  });

  it('leaders act in rounds of their own teams', async () => {
    expect((await as('walt', 'POST', '', { team: 'east', period: 'year' })).status).toBe(403);
    expect((await as('walt', 'POST', `${OPEN}/pin`, {})).status).toBe(404);
    const opened = await as<RoundView>('lena', 'POST', '', {
      team: 'east',
      period: 'half-year',
      by: 'somebody',
    });
    expect(opened.body).toMatchObject({ id: 'east-2026-H1', openedBy: 'lena' });
  });

  it('agents whom the configuration does not list are of the team that they said last, also who comes later', async () => {
    const said = (agent: string, team: string, at: number) =>
      app.clickhouse.command(
        `INSERT INTO agent_states (agent_id, at, event_id, team, state)
VALUES ({agent:String}, fromUnixTimestamp64Milli({at:Int64}), 'e', {team:String}, 'available')`,
        { agent, team, at },
      );
    await said('zoe', 'east', END - 2 * HOUR);
    await said('zoe', 'west', END - HOUR);
    await said('gus', 'east', END - HOUR);
    const opened = await as<RoundView>('walt', 'POST', '', { team: 'west', period: 'year' });
    expect(opened.body.members.map(({ agent }) => agent)).toEqual(['wim', 'zoe']);
    const goals = [{ metric: 'csat', goal: 0.9 }];
    const set = (agent: string) =>
      as<RoundView & Problem>('lena', 'PUT', '/east-2026-H1/goals', { agent, goals });
    expect((await set('zoe')).body.faults[0]!.path).toBe('agent');
    expect((await set('gus')).body).toMatchObject({ agents: 7 });
  });

  it('an agent sees itself and how its peers are spread, and nothing of anybody else', async () => {
    await as('lena', 'PUT', `${OPEN}/goals`, { goals: [{ metric: 'csat', goal: 0.7 }] });
    await as('lena', 'POST', `${OPEN}/confirmations`, { agent: 'bea', as: 'supervisor' });
    const { body, text } = await as<RoundView>('ann', 'GET', OPEN);
    expect(body.members.map(({ agent }) => agent)).toEqual(['ann']);
    expect(body).not.toHaveProperty('confirmed');
    expect(body.members[0]!.card!.peers).toMatchObject({ n: 6, median: expect.any(Number) });
    expect(body.history.map(({ what }) => what)).toEqual(['opened', 'goals_set']);
    // Nor how much the others have done meanwhile.
    expect(body.history.map(({ version }) => version)).toEqual([1, 2]);
    expect(body).not.toHaveProperty('version');
    for (const other of EAST.slice(1)) {
      expect(text).not.toContain(`"${other}"`);
      expect(text).not.toContain(other.toUpperCase());
    }
    const closed = await as<RoundView>('bea', 'GET', Q1);
    expect(closed.text).not.toContain('well done');
    const own = await as<{ rounds: RoundSummary[] }>('ann', 'GET', '');
    expect(own.body.rounds.map(({ team }) => team)).toEqual(['east', 'east', 'east', 'east']);
    const compared = await as<RoundsSideBySide>('ann', 'GET', '/compare?period=month');
    expect(compared.body.people.map(({ id }) => id)).toEqual(['ann']);
    expect((await as('ann', 'GET', '/compare?agent=bea')).status).toBe(403);
    expect((await as('ann', 'GET', `${Q1}/pinned`)).status).toBe(403);
  });

  it('each side confirms and answers for itself alone', async () => {
    const confirmAs = (name: string, agent: string, side: string) =>
      as(name, 'POST', `${OPEN}/confirmations`, { agent, as: side, by: agent });
    expect((await confirmAs('ann', 'bea', 'agent')).status).toBe(403);
    expect((await confirmAs('ann', 'ann', 'supervisor')).status).toBe(403);
    expect((await confirmAs('lena', 'ann', 'agent')).status).toBe(403);
    expect((await confirmAs('head', 'ann', 'agent')).status).toBe(403);
    expect((await confirmAs('ann', 'ann', 'agent')).status).toBe(200);
    expect((await as('head', 'POST', `${OPEN}/pin`)).status).toBe(200);
    const answer = (name: string) => as(name, 'POST', `${OPEN}/answers`, { agent: 'ann', text: 'fine' });
    expect((await answer('lena')).status).toBe(403);
    expect((await answer('bea')).status).toBe(403);
    const { body } = await as<RoundView>('ann', 'POST', `${OPEN}/answers`, {
      agent: 'ann',
      text: 'fine',
      by: 'lena',
    });
    expect(body.members[0]!.answer).toMatchObject({ by: 'ann', text: 'fine' });
    for (const what of ['close', 'pin', 'remarks']) {
      expect((await as('ann', 'POST', `${OPEN}/${what}`, { agent: 'ann', text: 'x' })).status).toBe(403);
    }
  });
});

describe('pinned scorecards that somebody has written over', () => {
  it('are told from what was pinned, and shown to nobody', async () => {
    const { pinned } = await round();
    await app.clickhouse.command(
      `INSERT INTO journal SELECT * REPLACE(replaceOne(body, '"value":0.8', '"value":0.9') AS body)
FROM journal WHERE kind = 'pinned' AND id = {hash:String}`,
      { hash: pinned!.hash },
    );
    const view = await round();
    expect(view.pinned).toEqual({
      ...pinned,
      intact: false,
      found: expect.stringMatching(/^sha256:/),
    });
    expect(view.pinned!.found).not.toBe(pinned!.hash);
    expect(view.members.map(({ card }) => card)).toEqual(EAST.map(() => null));
    const { body } = await app.ask<RoundsSideBySide>('GET', '/compare?team=east');
    expect(body.rounds[0]!.pinned!.intact).toBe(false);
    expect(body.people[0]!.scores).toEqual([null]);
  });
});
