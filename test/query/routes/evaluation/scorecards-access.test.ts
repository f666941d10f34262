import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../../services/access/authenticate.ts';
import { hashOf } from '../../../../services/access/key.ts';
import type { Principal } from '../../../../services/access/principal.ts';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import type { ScorecardView } from '../../../../services/evaluation/view.ts';
import type { HttpApp } from '../../../../services/lib/http/app.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { createQueryApp } from '../../../../services/query/app.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';
import { insertOf, ratings } from './facts.ts';

const NOW = Date.parse('2026-03-05T12:00:00Z');
const TUESDAY = Date.parse('2026-03-03T09:00:00Z');
/** Five of the large team have answers; of the small one all four. */
const LARGE = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6'];
const SMALL = ['s1', 's2', 's3', 's4'];
const center = parseContactCenter(
  `teams: [{ id: large }, { id: small }]
agents: [${[...LARGE, ...SMALL].map((id) => `{ id: ${id}, team: ${id.startsWith('l') ? 'large' : 'small'} }`).join()}]
scorecards:
  - id: agents
    role: agent
    metrics: [{ metric: csat, goal: 0.9, floor: 0 }, { metric: nps, points: z }]
  - { id: leads, role: supervisor, metrics: [{ metric: csat, goal: 0.9, floor: 0 }] }`,
  'test.yaml',
);
const PEOPLE: Principal[] = [
  { name: 'manager', role: 'manager', scope: {} },
  { name: 'lead', role: 'supervisor', scope: { team: ['large'] } },
  { name: 'desk', role: 'supervisor', scope: { queue: ['billing'] } },
  { name: 'l3', role: 'agent', scope: { agent: ['l3'] } },
  { name: 's2', role: 'agent', scope: { agent: ['s2'] } },
  { name: 'planner', role: 'planner', scope: {} },
  { name: 'wallboard', role: 'wallboard', scope: {} },
];

let query: QueryAppForTests;
let app: HttpApp;
beforeAll(async () => {
  query = await startQueryApp(NOW);
  app = await createQueryApp({
    clickhouse: query.clickhouse,
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
  const facts = [...LARGE.slice(0, 5), ...SMALL].flatMap((agent, i) => [
    ...ratings(agent, 2 * (i % 5) + 1, 10, {
      team: agent.startsWith('l') ? 'large' : 'small',
      queue: agent === 'l2' ? 'billing' : 'general',
    }),
    ...ratings(agent, 10, 10, { label: 'nps', score: 2 * i, team: 'large', queue: 'general' }),
  ]);
  await query.clickhouse.command(insertOf(facts, TUESDAY));
});
afterAll(async () => {
  await app?.close();
  await query?.stop();
});

const answerTo = (name: string, parameters: string) =>
  app.inject({ url: `/api/v1/scorecards?${parameters}`, headers: { authorization: `Bearer lw_${name}` } });
async function ask(name: string, parameters = '') {
  const response = await answerTo(name, parameters);
  const body = response.json() as { scorecards: ScorecardView[]; code: string };
  return { status: response.statusCode, cards: body.scorecards, text: response.body, code: body.code };
}
const idsOf = (cards: readonly ScorecardView[]) => cards.map(({ id }) => id).sort();

describe('who sees which scorecards', () => {
  it('is decided by role', async () => {
    for (const name of ['planner', 'wallboard']) expect((await ask(name)).status).toBe(403);
  });

  it('a manager sees all, a supervisor its teams', async () => {
    expect(idsOf((await ask('manager')).cards)).toEqual([...LARGE, ...SMALL]);
    const { cards, text } = await ask('lead');
    expect(idsOf(cards)).toEqual(LARGE);
    expect(text).not.toContain('"s1"');
    expect((await ask('lead', 'team=small')).status).toBe(403);
    expect(idsOf((await ask('lead', 'of=team')).cards)).toEqual(['large']);
    const answers = async (name: string) => (await ask(name, 'of=center')).cards[0]!.metrics[0]!.n;
    expect([await answers('manager'), await answers('lead'), await answers('desk')]).toEqual([90, 50, 10]);
  });

  it('a supervisor of queues sees what was done in them', async () => {
    expect(idsOf((await ask('desk')).cards)).toEqual(['l2']);
    expect((await ask('desk', 'queue=general')).status).toBe(403);
  });

  it('an agent sees its own alone, with the distribution of the others and none of their names', async () => {
    const { cards, text } = await ask('l3');
    expect(idsOf(cards)).toEqual(['l3']);
    for (const other of [...LARGE, ...SMALL].filter((id) => id !== 'l3'))
      expect(text).not.toContain(`"${other}"`);
    // Shares of satisfied answers: 0.1, 0.3, 0.5, 0.7 and 0.9.
    expect(cards[0]!.metrics[0]).toMatchObject({
      value: 0.5,
      peers: {
        n: 5,
        q1: expect.closeTo(0.3, 10),
        median: expect.closeTo(0.5, 10),
        q3: expect.closeTo(0.7, 10),
      },
    });
    expect(cards[0]!.rank).not.toBeNull();
    expect((await ask('l3', 'agent=l1')).status).toBe(403);
  });

  it('an agent’s score is the one that others see of it', async () => {
    const [own] = (await ask('l3')).cards;
    const [seen] = (await ask('manager', 'agent=l3')).cards;
    expect(own).toEqual(seen);
    expect((await ask('lead', 'agent=l3')).cards).toEqual([seen]);
  });

  it('an agent of fewer than five sees nothing that is told of the others', async () => {
    const [card] = (await ask('s2')).cards;
    expect(card).toMatchObject({
      id: 's2',
      score: expect.any(Number),
      rank: null,
      strengths: [],
      weaknesses: [],
    });
    expect(card!.peers).toEqual({ n: 4, q1: null, median: null, q3: null });
    expect(card!.improvements.map(({ to }) => to)).toEqual(['goal']);
    const { trend } = (await ask('s2', 'last=2')).cards[0] as ScorecardView & { trend: { rank: unknown }[] };
    expect(trend.map(({ rank }) => rank)).toEqual([null, null]);
    const [columns, ...rows] = (await answerTo('s2', 'format=csv')).body.trimEnd().split('\r\n');
    const rank = columns!.split(',').indexOf('rank');
    expect(rows.map((row) => row.split(',')[rank])).toEqual(['', '']);
    expect(card!.metrics[1]!.left_out!.reason).toBe('too_few_peers');
    // A manager sees all of them anyway.
    const [seen] = (await ask('manager', 'agent=s2')).cards;
    expect(seen!.rank).not.toBeNull();
    expect(seen!.weaknesses.length + seen!.strengths.length).toBeGreaterThan(0);
  });

  it.each([
    'queue=general',
    'channel=chat',
    'team=large',
    'period=custom&from=2026-03-02&to=2026-03-04',
    'of=team',
    'of=center',
  ])('an agent cannot choose %s, so that no two answers differ by one colleague', async (parameters) => {
    expect(await ask('l3', parameters)).toMatchObject({ status: 403, code: 'NOT_ALLOWED' });
  });

  it('a supervisor sees no other team through the peers of its own', async () => {
    const [card] = (await ask('lead', 'of=team')).cards;
    expect(card).toMatchObject({ id: 'large', rank: null, strengths: [], weaknesses: [] });
  });
});
