import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../../services/access/authenticate.ts';
import { hashOf } from '../../../../services/access/key.ts';
import type { Principal } from '../../../../services/access/principal.ts';
import { parseContactCenter } from '../../../../services/center/contact-center.ts';
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import type { HttpApp } from '../../../../services/lib/http/app.ts';
import { createLog } from '../../../../services/lib/log.ts';
import { createQueryApp } from '../../../../services/query/app.ts';
import { type QueryAppForTests, startQueryApp } from '../../support/query-app.ts';
import { StoredReviews } from './reviews.ts';

const NOW = Date.parse('2026-05-20T12:00:00Z');
const EAST = ['ann', 'bea', 'cem', 'dai', 'eli', 'fay'];
const center = parseContactCenter(
  `teams: [{ id: east }, { id: west }]
agents: [${[...EAST, 'wim'].map((id) => `{ id: ${id}, team: ${id === 'wim' ? 'west' : 'east'} }`).join()}]
reviews:
  peer: { dimensions: [{ id: courtesy, title: Courtesy }, { id: knowledge, title: Knowledge }] }
  quality: { items: [{ id: tone, title: Tone, weight: 3 }, { id: privacy, title: Privacy, autoFail: true }] }
scorecards: [{ id: all, role: agent, metrics: [{ metric: peer_score, goal: 1, least: 1 }, { metric: quality_score, goal: 1, least: 1 }] }]`,
  'test.yaml',
);
const PEOPLE: Principal[] = [
  { name: 'boss', role: 'manager', scope: {} },
  { name: 'lead', role: 'supervisor', scope: { team: ['east'] } },
  { name: 'desk', role: 'supervisor', scope: { queue: ['billing'] } },
  { name: 'planner', role: 'planner', scope: {} },
  ...[...EAST, 'wim'].map(
    (id): Principal => ({ name: `key-of-${id}`, role: 'agent', scope: { agent: [id] } }),
  ),
];
const keyOf = (name: string) => (EAST.includes(name) || name === 'wim' ? `key-of-${name}` : name);

let query: QueryAppForTests;
let app: HttpApp;
let stored: StoredReviews;
let now = NOW;
/** What Kafka has, in its order. */
const sent: OutgoingEvent[] = [];
let isKafkaAway = false;

beforeAll(async () => {
  query = await startQueryApp(NOW);
  stored = new StoredReviews(query.clickhouse);
  app = await createQueryApp({
    clickhouse: query.clickhouse,
    center: () => center,
    metrics: new Registry(),
    checks: {},
    authenticate: createAuthenticate({
      principals: new Map(PEOPLE.map((one) => [hashOf(`lw_${one.name}`), one])),
      tokens: null,
    }),
    intake: {
      async accept(events) {
        if (isKafkaAway) throw new Error('away');
        await stored.add(events);
        sent.push(...events);
      },
    },
    log: createLog({ level: 'silent' }),
    now: () => now,
  });
  await query.clickhouse.command(`INSERT INTO conversations (opened_at, conversation_id, stream, version, channel, queue,
  team, agent, status, last_event_at) VALUES
  (${iso('2026-05-19T08:00:00.123Z')}, 'call-1', 'chats', 1, 'voice', 'billing', 'east', 'ann', 'closed', ${iso('2026-05-19T08:10:00Z')})`);
});
afterAll(async () => {
  await app?.close();
  await query?.stop();
});

const iso = (time: string) => `fromUnixTimestamp64Milli(${Date.parse(time)}::Int64)`;

async function ask(name: string, url: string) {
  const response = await app.inject({ url, headers: { authorization: `Bearer lw_${keyOf(name)}` } });
  return { status: response.statusCode, body: response.json(), text: response.body };
}

interface Figures {
  dimensions: Record<string, unknown>[];
  quality: { value: number; n: number; items: Record<string, unknown>[] } | null;
}
/** What somebody is told of an agent once ingest has stored everything. */
async function told(name: string, agent: string, parameters = ''): Promise<Figures> {
  now += 1_000;
  await stored.mark();
  const { body } = await ask(name, `/api/v1/feedback?agent=${agent}&${parameters}`);
  return body.people[0];
}

async function give(name: string, review: object): Promise<number> {
  now += 1_000;
  const response = await app.inject({
    method: 'POST',
    url: '/api/v1/feedback',
    headers: { authorization: `Bearer lw_${keyOf(name)}` },
    payload: review,
  });
  return response.statusCode;
}
const peer = (agent: string, score: number, relation = 'colleague', more: object = {}) => ({
  kind: 'peer_review',
  agent,
  relation,
  answers: [{ id: 'courtesy', score }],
  ...more,
});
const quality = (tone: number, privacy: number, more: object = {}) => ({
  kind: 'quality_review',
  agent: 'ann',
  conversation: 'call-1',
  answers: [
    { id: 'tone', score: tone },
    { id: 'privacy', score: privacy },
  ],
  ...more,
});

describe('peer reviews', () => {
  it('are told from three people up, then when the next three have come', async () => {
    expect(await give('bea', peer('ann', 5))).toBe(202);
    expect(await give('cem', peer('ann', 4))).toBe(202);
    const nothing = { id: 'courtesy', others: null, self: null, team: null };
    expect((await told('boss', 'ann')).dimensions[0]).toMatchObject(nothing);
    expect(await give('ann', peer('ann', 5, 'self'))).toBe(202);
    expect((await told('boss', 'ann')).dimensions[0]).toMatchObject({ ...nothing, self: 1 });
    await give('dai', peer('ann', 3));
    const three = { value: expect.closeTo(0.8, 9), n: 3, people: 3 };
    expect((await told('ann', 'ann')).dimensions).toMatchObject([
      {
        ...{ id: 'courtesy', title: 'Courtesy', self: 1, team: null, others: { ...three, interval: null } },
        relations: { colleague: three, supervisor: null, customer: null },
      },
      { id: 'knowledge', others: null },
    ]);
    await give('eli', peer('ann', 0));
    await give('fay', peer('ann', 0));
    expect((await told('boss', 'ann')).dimensions[0]).toMatchObject({ others: three });
    await give('wim', peer('ann', 3));
    const six = { value: 0.5, n: 6, people: 6, interval: { lower: expect.any(Number) } };
    expect((await told('boss', 'ann', 'period=year')).dimensions[0]).toMatchObject({ others: six });
    expect((await told('boss', 'ann', 'at=-1')).dimensions[0]).toMatchObject({ others: null });
  });

  it('count once when sent twice, and are changed until they are told, then no more', async () => {
    const before = sent.length;
    await give('ann', peer('bea', 1));
    await give('ann', peer('bea', 1));
    expect(new Set(sent.slice(before).map(({ value }) => value.event_id)).size).toBe(1);
    await give('ann', peer('bea', 5));
    await give('cem', peer('bea', 5));
    await give('dai', peer('bea', 5));
    const { others } = (await told('boss', 'bea')).dimensions[0]!;
    expect(others).toMatchObject({ value: 1, n: 3, interval: null });
    await give('ann', peer('bea', 0));
    expect((await told('boss', 'bea')).dimensions[0]).toMatchObject({ others });
  });

  it('of a supervisor alone are told nobody', async () => {
    await give('lead', peer('cem', 0, 'supervisor'));
    await give('ann', peer('cem', 5));
    await give('bea', peer('cem', 5));
    expect((await told('boss', 'cem')).dimensions[0]).toMatchObject({ others: null });
  });

  it('say of a team what is said of five of it', async () => {
    for (const agent of ['cem', 'dai', 'eli', 'fay']) {
      const others = ['wim', ...EAST].filter((one) => one !== agent).slice(0, 3);
      for (const name of others) await give(name, peer(agent, 4, 'colleague', { id: 'again' }));
    }
    expect((await told('ann', 'ann')).dimensions[0]).toMatchObject({ team: expect.any(Number) });
    expect((await told('boss', 'wim')).dimensions[0]).toMatchObject({ team: null });
  });
});

describe('quality reviews', () => {
  it('are told from three up, with what an item that fails does to all', async () => {
    expect(await give('lead', quality(5, 5))).toBe(202);
    expect(await give('boss', quality(3, 5))).toBe(202);
    expect((await told('ann', 'ann')).quality).toBeNull();
    expect(sent.at(-1)!.value).toMatchObject({
      conversation_id: 'call-1',
      opened_at: Date.parse('2026-05-19T08:00:00.123Z'),
      channel: 'voice',
      actor: { kind: 'agent', id: 'boss' },
      event: { score: 70, scale_max: 100, criterion: null },
    });
    await give('desk', quality(5, 0));
    expect((await told('ann', 'ann')).quality).toEqual({
      value: expect.closeTo(1.7 / 3, 9),
      n: 3,
      items: [
        {
          id: 'tone',
          title: 'Tone',
          value: expect.closeTo(13 / 15, 9),
          n: 3,
          weight: 3,
          auto_fail: false,
          failed: 0,
        },
        {
          id: 'privacy',
          title: 'Privacy',
          value: expect.closeTo(2 / 3, 9),
          n: 3,
          weight: 1,
          auto_fail: true,
          failed: 1,
        },
      ],
    });
    const { body } = await ask('boss', `/api/v1/query?metrics=quality_score&from=now-1d&group_by=agent`);
    expect(body.rows).toMatchObject([{ agent: 'ann', quality_score: expect.closeTo(1.7 / 3, 6) }]);
  });

  it('given again by the same person are changed', async () => {
    await give('desk', quality(5, 5));
    expect((await told('ann', 'ann')).quality).toMatchObject({ n: 3, value: expect.closeTo(0.9, 9) });
  });
});

describe('who may do what', () => {
  it('reading: those who lead the team, and oneself', async () => {
    const agents = async (name: string, parameters = '') => {
      const { status, body } = await ask(name, `/api/v1/feedback?${parameters}`);
      return status === 200 ? body.people.map(({ id }: { id: string }) => id) : status;
    };
    expect(await agents('boss')).toEqual([...EAST, 'wim']);
    expect(await agents('lead')).toEqual(EAST);
    expect(await agents('ann')).toEqual(['ann']);
    for (const [name, parameters] of [
      ['ann', 'agent=bea'],
      ['lead', 'team=west'],
      ['desk', ''],
      ['planner', ''],
    ] as const)
      expect(await agents(name, parameters), name).toBe(403);
  });

  it.each([
    ['bea', peer('ann', 5, 'supervisor'), 403],
    ['bea', peer('ann', 5, 'self'), 400],
    ['ann', peer('ann', 5), 400],
    ['lead', peer('ann', 5), 403],
    ['lead', peer('wim', 5, 'supervisor'), 403],
    ['desk', peer('ann', 5, 'supervisor'), 403],
    ['planner', peer('ann', 5), 403],
    ['bea', quality(5, 5), 403],
    ['lead', quality(5, 5, { conversation: 'none' }), 400],
    ['lead', quality(5, 5, { agent: 'bea' }), 400],
    ['desk', quality(5, 5, { agent: 'wim' }), 400],
    ['lead', quality(5, 3), 400],
    ['lead', quality(5, 5, { answers: [{ id: 'tone', score: 5 }] }), 400],
    ['bea', peer('nobody', 5), 400],
    ['bea', peer('ann', 6), 400],
    ['bea', peer('ann', 5, 'colleague', { answers: [{ id: 'humour', score: 1 }] }), 400],
  ])('giving: %s, %o: %i', async (name, review, status) => {
    const before = sent.length;
    expect(await give(name, review)).toBe(status);
    expect(sent).toHaveLength(before);
  });

  it('forms are those of the configuration', async () => {
    expect((await ask('ann', '/api/v1/feedback/forms')).body).toEqual({
      peer: {
        scale_max: 5,
        dimensions: [
          { id: 'courtesy', title: 'Courtesy' },
          { id: 'knowledge', title: 'Knowledge' },
        ],
      },
      quality: {
        scale_max: 5,
        items: [
          { id: 'tone', title: 'Tone', weight: 3, auto_fail: false },
          { id: 'privacy', title: 'Privacy', weight: 1, auto_fail: true },
        ],
      },
    });
  });

  it('periods are this year and the one before, as far as they have begun', async () => {
    const status = async (at: string) => (await ask('boss', `/api/v1/feedback?at=${at}`)).status;
    expect(await Promise.all(['-5', '-6', '1', 'soon'].map(status))).toEqual([200, 400, 400, 400]);
  });

  it('what Kafka does not take is said to be lost', async () => {
    isKafkaAway = true;
    expect(await give('bea', peer('ann', 5))).toBeGreaterThanOrEqual(500);
    isKafkaAway = false;
  });
});

describe('other doors', () => {
  it.each([
    '/api/v1/query?metrics=peer_score',
    '/api/v1/query?metrics=peer_score&format=csv&group_by=agent',
    '/api/v1/distribution?metric=peer_score',
    '/api/v1/workforce/heatmap?metric=peer_score',
    '/api/v1/conversations?metric=peer_score',
    '/api/v1/compare?metric=peer_score&a=2026-05-01/2026-05-10&b=2026-05-11/2026-05-20',
  ])('%s is closed, and says where to look', async (url) => {
    const { status, body } = await ask('boss', url);
    expect(status).toBe(400);
    expect(body.faults[0].message).toContain('/api/v1/feedback');
    expect(body.faults[0].path).toBe(url.includes('metrics=') ? 'metrics' : 'metric');
  });

  it('no conversation shows a peer review, and those that are nothing else are not there', async () => {
    const own = sent.find(({ value }) => value.event.type === 'answered' && 'kind' in value.event)!;
    expect(
      (
        await ask(
          'boss',
          `/api/v1/conversations/${(own.value as { conversation_id: string }).conversation_id}`,
        )
      ).status,
    ).toBe(404);
    const aside: OutgoingEvent = {
      topic: 'contact.surveys',
      value: {
        ...own.value,
        event_id: 'aside',
        conversation_id: 'call-1',
        opened_at: Date.parse('2026-05-19T08:00:00.123Z'),
      } as never,
    };
    await stored.add([aside]);
    const { body, text } = await ask('boss', '/api/v1/conversations/call-1');
    expect(body.conversation).toMatchObject({ stream: 'chats' });
    expect(text).not.toContain('peer_review');
    expect(body.events.length).toBeGreaterThan(0);
  });

  it('no row of any figure tells when somebody was reviewed', async () => {
    const metrics = 'csat,nps,ces,csat_responses,csat_response_rate,quality_score';
    const { body } = await ask('boss', `/api/v1/query?metrics=${metrics}&from=now-1d&group_by=agent`);
    expect(body.rows.map(({ agent }: { agent: string }) => agent)).toEqual(['ann']);
  });

  it('scorecards have them of whole quarters only', async () => {
    const metric = async (parameters: string) => {
      const { body } = await ask('boss', `/api/v1/scorecards?agent=ann&${parameters}`);
      return body.scorecards[0].metrics[0];
    };
    const six = { value: 0.5, n: 6, points: 0, conversations: null };
    expect(await metric('period=quarter')).toMatchObject({ id: 'peer_score', ...six });
    expect(await metric('period=half-year')).toMatchObject(six);
    for (const part of ['period=month', 'period=custom&from=2026-04-01&to=2026-05-20'])
      expect(await metric(part)).toMatchObject({ value: null, left_out: { reason: 'whole_quarters_only' } });
    expect(await metric('period=quarter&channel=voice')).toMatchObject({
      value: null,
      left_out: { reason: 'not_by_filter' },
    });
  });
});
