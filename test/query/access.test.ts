import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { hashOf } from '../../services/access/key.ts';
import type { Principal } from '../../services/access/principal.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import type { ClickHouse, Query } from '../../services/lib/clickhouse/client.ts';
import type { HttpApp } from '../../services/lib/http/app.ts';
import { createLog } from '../../services/lib/log.ts';
import { queryAccess } from '../../services/query/access.ts';
import { createQueryApp } from '../../services/query/app.ts';

const PEOPLE: Principal[] = [
  { name: 'admin', role: 'admin', scope: {} },
  { name: 'manager', role: 'manager', scope: {} },
  { name: 'supervisor', role: 'supervisor', scope: { queue: ['billing', 'returns'] } },
  { name: 'lead', role: 'supervisor', scope: { team: ['support'] } },
  { name: 'planner', role: 'planner', scope: {} },
  { name: 'agent', role: 'agent', scope: { agent: ['agent-7'] } },
  { name: 'wallboard', role: 'wallboard', scope: {} },
  { name: 'monitor', role: 'monitor', scope: {} },
  { name: 'producer', role: 'producer', scope: {} },
];
const center = parseContactCenter(
  `teams: [{ id: support }, { id: sales }]
queues: [{ id: billing, team: support }, { id: leads, team: sales }]
agents: [{ id: agent-7, team: support }, { id: agent-8, team: sales }]
changes:
  - { name: for all, at: 2026-01-05 }
  - { name: of billing, at: 2026-01-06, queue: billing }
  - { name: of leads, at: 2026-01-07, queue: leads }
  - { name: of sales, at: 2026-01-08, team: sales }`,
  'test.yaml',
);
const PERIODS = 'a=2025-12-01/2025-12-29&b=2025-12-29/2026-01-26';
/** How fresh figures are, what people set, and how many agents work a queue, which is shown with queues that are bound already. */
const OF_NO_ONE = /FROM (freshness|watermarks|journal|rollup_hours|dirty_hours)\b|ARRAY JOIN queues AS queue/;

describe('who may ask the query service for what', () => {
  let app: HttpApp;
  let asked: Query[];
  let conversation: object | null;
  let silences: object[];
  const clickhouse: ClickHouse = {
    async query<Row>(query: Query) {
      asked.push(query);
      if (query.sql.includes('FROM silences')) return silences as Row[];
      const found =
        conversation !== null && query.sql.includes('FROM conversations FINAL WHERE conversation_id');
      return (found ? [conversation] : []) as Row[];
    },
    command: async () => {},
    insert: async () => {},
    ping: async () => true,
    close: async () => {},
  };

  beforeAll(async () => {
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
      now: () => Date.UTC(2026, 0, 31),
    });
  });
  beforeEach(() => {
    asked = [];
    conversation = null;
    silences = [];
  });
  afterAll(() => app.close());

  async function ask(name: string, url: string, payload?: object) {
    const headers = { authorization: `Bearer lw_${name}` };
    const response = await app.inject({ url, headers, ...(payload ? { method: 'POST', payload } : {}) });
    return { status: response.statusCode, body: response.body === '' ? null : response.json() };
  }

  it('is decided for every route that there is, and for no other', async () => {
    const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const operations = ['GET /healthz', 'GET /metrics', 'GET /readyz'];
    const decided = Object.keys(queryAccess({ clickhouse, center: () => center }));
    expect([...decided.filter((route) => route.includes('/api/')), ...operations].sort()).toEqual(
      routes.sort(),
    );
  });

  it.each([
    ['/api/v1/query?metrics=offered', ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent']],
    ['/api/v1/workforce/intraday', ['admin', 'manager', 'supervisor', 'lead', 'planner']],
    ['/api/v1/workforce/shifts', ['admin', 'manager', 'supervisor', 'lead', 'planner']],
    ['/api/v1/live/queues', ['admin', 'manager', 'supervisor', 'lead', 'planner', 'wallboard']],
    ['/api/v1/conversations?metric=offered', ['admin', 'manager', 'supervisor', 'lead', 'agent']],
    ['/api/v1/workforce/staffing?volume=10&aht=180', ['admin', 'manager', 'supervisor', 'lead', 'planner']],
    ['/api/v1/goals', ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent']],
    ['/api/v1/scorecards', ['admin', 'manager', 'supervisor', 'lead', 'agent']],
    // A supervisor of queues sees no round: it is of all that a team does.
    ['/api/v1/rounds', ['admin', 'manager', 'lead', 'agent']],
    [
      `/api/v1/compare?metric=offered&${PERIODS}`,
      ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent'],
    ],
    [
      `/api/v1/compare/course?metric=offered&${PERIODS}`,
      ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent'],
    ],
    ['/api/v1/changes', ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent', 'wallboard']],
    ['/api/v1/complaints', ['admin', 'manager', 'supervisor', 'lead', 'planner', 'agent']],
    ['/api/v1/strain', ['admin', 'manager', 'supervisor', 'lead']],
    ['/api/v1/silences', ['admin', 'manager', 'supervisor', 'lead']],
    ['/api/v1/pipeline', ['admin', 'manager', 'monitor']],
    ['/metrics', ['admin', 'monitor']],
  ])('%s: %j', async (url, allowed) => {
    const answers = await Promise.all(
      PEOPLE.map(async ({ name }) => {
        const { statusCode } = await app.inject({ url, headers: { authorization: `Bearer lw_${name}` } });
        return statusCode === 403 ? [] : [name];
      }),
    );
    expect(answers.flat()).toEqual(allowed);
  });

  it.each(['/healthz', '/readyz', '/openapi.json', '/docs/'])('%s needs no key', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(200);
  });

  it.each([
    '/api/v1/query?metrics=offered,backlog,wait_p90&group_by=queue',
    '/api/v1/query?metrics=offered&compare=previous',
    '/api/v1/query?metrics=fcr',
    '/api/v1/distribution?metric=asa',
    '/api/v1/workforce/heatmap?metric=offered',
    '/api/v1/workforce/staffing?group_by=queue',
    '/api/v1/conversations?metric=offered',
    '/api/v1/scorecards',
    '/api/v1/complaints?interval=1d&compare=previous',
    `/api/v1/compare?metric=offered,wait_p90,csat,fcr,backlog&${PERIODS}`,
    '/api/v1/live/queues',
    '/api/v1/live/targets',
  ])('%s is bound to the queues of a supervisor in every statement', async (url) => {
    expect((await ask('supervisor', url)).status).toBe(200);
    const statements = asked.filter(({ sql }) => !OF_NO_ONE.test(sql));
    expect(statements.length).toBeGreaterThan(0);
    for (const { sql, params } of statements) {
      expect(sql).toContain('{filter_queue:Array(String)}');
      expect(params.filter_queue, sql).toEqual(['billing', 'returns']);
    }
  });

  it('says who a key is, and of nobody else', async () => {
    expect((await ask('agent', '/api/v1/me')).body).toEqual({
      name: 'agent',
      role: 'agent',
      agents: ['agent-7'],
    });
    expect((await ask('manager', '/api/v1/me')).body).toEqual({
      name: 'manager',
      role: 'manager',
      agents: null,
    });
  });

  it('shows an agent its own figures alone', async () => {
    expect((await ask('agent', '/api/v1/query?metrics=handled')).status).toBe(200);
    expect(asked.find(({ sql }) => sql.includes('FROM facts'))?.params.filter_agent).toEqual(['agent-7']);
    expect((await ask('agent', '/api/v1/query?metrics=handled&agent=agent-8')).status).toBe(403);
  });

  it('shows how a supervisor’s team keeps to its schedule, and an agent itself alone', async () => {
    const url = '/api/v1/workforce/adherence';
    expect((await ask('wallboard', url)).status).toBe(403);
    for (const [name, filter, own, other] of [
      ['lead', 'filter_team', ['support'], 'team=sales'],
      ['agent', 'filter_agent', ['agent-7'], 'agent=agent-8'],
    ] as const) {
      asked = [];
      expect((await ask(name, `${url}?detail=exceptions`)).status).toBe(200);
      const statements = asked.filter(({ sql }) => !OF_NO_ONE.test(sql));
      expect(statements).toHaveLength(4);
      for (const { params } of statements) expect(params[filter]).toEqual(own);
      expect((await ask(name, `${url}?${other}`)).status).toBe(403);
    }
    // The time of agents is not told apart by queue.
    const refused = await ask('supervisor', url);
    expect(refused.status).toBe(400);
    expect(refused.body.faults).toEqual([{ path: 'queue', message: expect.stringContaining('cannot ask') }]);
  });

  it('shows a supervisor the strain of its own team, and an agent none, not its own either', async () => {
    expect((await ask('lead', '/api/v1/strain')).status).toBe(200);
    const statements = asked.filter(({ sql }) => !OF_NO_ONE.test(sql));
    expect(statements.length).toBeGreaterThan(1);
    for (const { params } of statements) expect(params.filter_team).toEqual(['support']);
    expect((await ask('lead', '/api/v1/strain?team=sales')).status).toBe(403);
    expect((await ask('agent', '/api/v1/strain?agent=agent-7')).status).toBe(403);
    // The time of agents is not told apart by queue.
    expect((await ask('supervisor', '/api/v1/strain')).status).toBe(400);
  });

  it('compares what is the caller’s own, on either side', async () => {
    const url = `/api/v1/compare?metric=handled&${PERIODS}`;
    expect((await ask('supervisor', `${url}&a_queue=billing&b_queue=returns`)).status).toBe(200);
    const queues = asked
      .filter(({ sql }) => sql.includes('FROM facts'))
      .map(({ params }) => params.filter_queue);
    expect(new Set(queues.map(String))).toEqual(new Set(['billing', 'returns']));
    asked = [];
    for (const side of ['', 'a_', 'b_']) {
      expect((await ask('supervisor', `${url}&${side}queue=leads`)).status, side).toBe(403);
      expect((await ask('lead', `${url}&${side}team=sales`)).status, side).toBe(403);
      expect((await ask('agent', `${url}&${side}agent=agent-8`)).status, side).toBe(403);
    }
    expect(asked).toEqual([]);
    expect((await ask('agent', url)).status).toBe(200);
    for (const { params } of asked.filter(({ sql }) => !OF_NO_ONE.test(sql)))
      expect(params.filter_agent).toEqual(['agent-7']);
  });

  it('tells of changes that concern the caller', async () => {
    const titles = async (name: string) =>
      (await ask(name, '/api/v1/changes')).body.changes.map(({ title }: { title: string }) => title);
    expect(await titles('manager')).toEqual(['for all', 'of billing', 'of leads', 'of sales']);
    for (const name of ['supervisor', 'lead', 'agent'])
      expect(await titles(name), name).toEqual(['for all', 'of billing']);
    const compared = async (name: string, change: string) =>
      (await ask(name, `/api/v1/compare?metric=handled&change=${change}`)).status;
    expect(await compared('lead', 'of+billing')).toBe(200);
    expect(await compared('lead', 'of+leads')).toBe(400);
    expect(await compared('manager', 'of+leads')).toBe(200);
  });

  it('streams to each what it may see', async () => {
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const listen = (name: string) =>
      fetch(`${address}/api/v1/stream`, {
        headers: { authorization: `Bearer lw_${name}` },
        signal: leaving.signal,
      });
    try {
      expect((await listen('agent')).status).toBe(403);
      for (const name of ['supervisor', 'wallboard']) {
        const { body } = await listen(name);
        const chunks = body!.pipeThrough(new TextDecoderStream());
        let text = '';
        for await (const chunk of chunks) {
          text += chunk;
          if (text.includes('event: live')) break;
        }
        const boards = asked.filter(({ sql }) => sql.includes('FROM facts'));
        expect(boards.length).toBeGreaterThan(0);
        // The supervisor comes first and stays: its statements are among those of who comes later.
        const ofAll = boards.filter(({ params }) => params.filter_queue === undefined);
        expect(ofAll.length > 0, name).toBe(name === 'wallboard');
      }
    } finally {
      leaving.abort();
    }
  });

  it('hides conversations of other queues', async () => {
    conversation = {
      conversation_id: 'c-1',
      queue: 'leads',
      team: 'sales',
      agent: 'agent-8',
      opened_ms: 0,
      last_ms: 0,
    };
    expect((await ask('manager', '/api/v1/conversations/c-1')).status).toBe(200);
    expect(await ask('supervisor', '/api/v1/conversations/c-1')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    conversation = { ...conversation, queue: 'billing' };
    expect((await ask('supervisor', '/api/v1/conversations/c-1')).status).toBe(200);
  });

  it('says what each route of evaluation is for', async () => {
    const { paths } = (await app.inject('/openapi.json')).json() as {
      paths: Record<string, Record<string, { tags?: string[]; summary?: string }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, about]) => ({ route: `${method} ${path}`, ...about })),
    );
    const evaluation = routes.filter(({ tags }) => tags?.includes('evaluation'));
    expect(evaluation.length).toBeGreaterThan(20);
    expect(evaluation.filter(({ summary }) => !summary).map(({ route }) => route)).toEqual([]);
  });

  it('offers values to filter by that are the caller’s', async () => {
    const values = async (name: string, dimension: string) =>
      (await ask(name, `/api/v1/dimensions/${dimension}`)).body.values.map(
        ({ value }: { value: string }) => value,
      );
    expect(await values('manager', 'queue')).toEqual(['billing', 'leads']);
    expect(await values('supervisor', 'queue')).toEqual(['billing']);
    expect(await values('lead', 'queue')).toEqual(['billing']);
    expect(await values('supervisor', 'agent')).toEqual(['agent-7']);
    expect(await values('lead', 'team')).toEqual(['support']);
    expect(await values('agent', 'agent')).toEqual(['agent-7']);
  });

  it('lets a supervisor silence its own queues alone', async () => {
    const silence = (matchers: object) =>
      ask('supervisor', '/api/v1/silences', { matchers, by: 'sue', endsAt: '2026-02-01T00:00:00Z' });
    expect((await silence({ queue: ['billing'] })).status).toBe(201);
    expect((await silence({ queue: ['billing', 'leads'] })).status).toBe(403);
    expect((await silence({ rule: ['longest-wait'] })).status).toBe(403);
  });

  it('shows a supervisor the silences that keep its own alerts quiet, and of them what is its own', async () => {
    const silence = (matchers: object) => ({ matchers: JSON.stringify(matchers), startsAt: 0, endsAt: 0 });
    silences = [
      silence({ queue: ['billing', 'leads'] }),
      silence({ queue: ['leads'] }),
      silence({ team: ['sales'] }),
      silence({ agent: ['agent-7', 'agent-8'], severity: ['warning'] }),
      silence({ rule: ['longest-wait'] }),
    ];
    const shown = async (name: string) =>
      (await ask(name, '/api/v1/silences')).body.silences.map((one: { matchers: object }) => one.matchers);
    const ofAgent = { agent: ['agent-7'], severity: ['warning'] };
    const ofAll = { rule: ['longest-wait'] };
    expect(await shown('supervisor')).toEqual([{ queue: ['billing'] }, ofAgent, ofAll]);
    expect(await shown('lead')).toEqual([{ queue: ['billing'] }, ofAgent, ofAll]);
    expect(await shown('manager')).toHaveLength(5);
  });

  it('lets a supervisor acknowledge its own alerts alone', async () => {
    const { status } = await ask('supervisor', '/api/v1/alerts/a-1/acknowledge', { by: 'sue' });
    expect(status).toBe(404);
    expect((await ask('wallboard', '/api/v1/alerts/a-1/acknowledge', { by: 'sue' })).status).toBe(403);
  });
});
