import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { hashOf } from '../../services/access/key.ts';
import type { Principal } from '../../services/access/principal.ts';
import type { Act } from '../../services/audit/act.ts';
import type { Audit } from '../../services/audit/audit.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import type { HttpApp } from '../../services/lib/http/app.ts';
import { HttpProblem } from '../../services/lib/http/problems.ts';
import { createLog } from '../../services/lib/log.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { NOTED } from '../../services/query/noted.ts';

const PEOPLE: Principal[] = [
  { name: 'root', role: 'admin', scope: {} },
  { name: 'mona', role: 'manager', scope: {} },
  { name: 'sue', role: 'supervisor', scope: { queue: ['billing'] } },
];
const CONVERSATIONS: Record<string, string> = { 'c-1': 'billing', 'c-2': 'leads' };
const NEVER = { matchers: { rule: ['none'] }, by: 'the body', endsAt: '2027-01-01T00:00:00Z' };

describe('what the query service notes', () => {
  let app: HttpApp;
  let noted: Act[];
  let isAway: boolean;
  let written: string[];
  const clickhouse: ClickHouse = {
    async query<Row>({ sql, params }: { sql: string; params: Record<string, unknown> }) {
      const at = { opened_ms: 0, last_ms: 0 };
      if (sql.includes('FROM conversations FINAL WHERE conversation_id')) {
        const queue = CONVERSATIONS[String(params.id)];
        return (queue ? [{ conversation_id: params.id, queue, stream: 'chats', ...at }] : []) as Row[];
      }
      if (sql.includes('conversation_id AS conversationId') && sql.includes('FROM facts'))
        return ['c-1', 'c-2', 'c-1'].map((conversationId) => ({
          conversationId,
          at_ms: 0,
          ended_ms: 0,
        })) as Row[];
      return [] as Row[];
    },
    command: async (sql) => {
      written.push(sql);
    },
    insert: async () => {},
    ping: async () => true,
    close: async () => {},
  };

  async function start({ required = false, keys = true } = {}): Promise<void> {
    noted = [];
    written = [];
    isAway = false;
    const audit: Audit = {
      required,
      note: (act) => noted.push(act),
      async sure(act) {
        if (isAway) throw new HttpProblem(503, 'AUDIT_UNAVAILABLE', 'away');
        noted.push(act);
      },
      close: async () => {},
    };
    const center = parseContactCenter(
      'queues: [{ id: billing }, { id: leads }]\nalerting: { rules: [] }',
      'test.yaml',
    );
    const principals = new Map(PEOPLE.map((one) => [hashOf(`lw_${one.name}`), one]));
    app = await createQueryApp({
      clickhouse,
      center: () => center,
      metrics: new Registry(),
      checks: {},
      authenticate: keys ? createAuthenticate({ principals, tokens: null }) : undefined,
      audit,
      log: createLog({ level: 'silent' }),
      now: () => Date.UTC(2026, 0, 31),
    });
  }
  afterEach(() => app.close());

  async function ask(
    name: string | null,
    url: string,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
    body?: object,
  ) {
    const { statusCode } = await app.inject({
      url,
      method,
      headers: { host: '127.0.0.1', ...(name ? { authorization: `Bearer lw_${name}` } : {}) },
      remoteAddress: '192.0.2.5',
      ...(body ? { payload: body } : {}),
    });
    return statusCode;
  }

  it('is decided for every route that changes something, and of no route that there is not', async () => {
    await start();
    const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(routes.filter((route) => !route.startsWith('GET ')).sort()).toEqual(
      Object.keys(NOTED)
        .filter((route) => !route.startsWith('GET '))
        .sort(),
    );
    expect(routes).toEqual(expect.arrayContaining(Object.keys(NOTED)));
  });

  it('is who opened which conversation, and not who was refused it', async () => {
    await start();
    expect(await ask('mona', '/api/v1/conversations/c-2')).toBe(200);
    expect(await ask('sue', '/api/v1/conversations/c-1')).toBe(200);
    expect(await ask('sue', '/api/v1/conversations/c-2')).toBe(404);
    expect(await ask('mona', '/api/v1/conversations/none')).toBe(404);
    expect(noted).toEqual([
      {
        what: 'conversation.opened',
        outcome: 'done',
        who: 'mona',
        role: 'manager',
        subjects: { kind: 'conversation', ids: ['c-2'] },
      },
      {
        what: 'conversation.opened',
        outcome: 'done',
        who: 'sue',
        role: 'supervisor',
        subjects: { kind: 'conversation', ids: ['c-1'] },
      },
    ]);
  });

  it('is which conversations a list has shown, each once', async () => {
    await start();
    expect(await ask('mona', '/api/v1/conversations?metric=offered')).toBe(200);
    expect(noted.map(({ what, subjects }) => [what, subjects?.ids])).toEqual([
      ['conversations.listed', ['c-1', 'c-2']],
    ]);
  });

  it('is what was changed, by the name of the key and not by what a body says, and not what was refused', async () => {
    await start();
    expect(await ask('mona', '/api/v1/silences', 'POST', NEVER)).toBe(201);
    expect(await ask('mona', '/api/v1/silences', 'POST', { ...NEVER, endsAt: '2020-01-01T00:00:00Z' })).toBe(
      400,
    );
    expect(await ask('mona', '/api/v1/silences/none', 'DELETE')).toBe(404);
    expect(noted).toEqual([
      {
        what: 'silence.made',
        outcome: 'done',
        who: 'mona',
        role: 'manager',
        subjects: { kind: 'silence', ids: [expect.stringMatching(/^[0-9a-f-]{36}$/)] },
      },
    ]);
  });

  it('is who somebody says to be, where there are no keys', async () => {
    await start({ keys: false });
    expect(await ask(null, '/api/v1/silences', 'POST', NEVER)).toBe(201);
    expect(noted.map(({ who, role }) => [who, role])).toEqual([['the body', '']]);
  });

  it('is who was not let in, by the network', async () => {
    await start();
    expect(await ask('nobody', '/api/v1/goals')).toBe(401);
    expect(noted).toEqual([
      expect.objectContaining({
        what: 'login.refused',
        who: '',
        subjects: { kind: 'network', ids: ['192.0.2.0/24'] },
        detail: 'BAD_KEY',
      }),
    ]);
    expect(JSON.stringify(noted)).not.toContain('lw_');
  });

  it('is no figure: who looks at those is not noted', async () => {
    await start();
    expect(await ask('mona', '/api/v1/query?metrics=offered')).toBe(200);
    expect(await ask('mona', '/api/v1/live/queues')).toBe(200);
    expect(noted).toEqual([]);
  });

  it('is that the log itself was read, which administrators alone may do', async () => {
    await start();
    expect(await ask('mona', '/api/v1/audit')).toBe(403);
    expect(await ask('root', '/api/v1/audit')).toBe(200);
    expect(noted.map(({ what, who }) => [what, who])).toEqual([['audit.read', 'root']]);
  });

  it('comes first where it is required: nothing is done and nothing shown that cannot be noted', async () => {
    await start({ required: true });
    expect(await ask('mona', '/api/v1/silences', 'POST', NEVER)).toBe(201);
    expect(await ask('mona', '/api/v1/silences/none', 'DELETE')).toBe(404);
    expect(noted.map(({ what, outcome, detail }) => [what, outcome, detail])).toEqual([
      ['silence.made', 'begun', undefined],
      ['silence.made', 'done', undefined],
      ['silence.ended', 'begun', undefined],
      ['silence.ended', 'failed', '404'],
    ]);
    isAway = true;
    written = [];
    expect(await ask('mona', '/api/v1/silences', 'POST', NEVER)).toBe(503);
    expect(await ask('mona', '/api/v1/conversations/c-1')).toBe(503);
    expect(await ask('mona', '/api/v1/conversations?metric=offered')).toBe(503);
    expect(written).toEqual([]);
    expect(await ask('mona', '/api/v1/query?metrics=offered'), 'figures are not noted').toBe(200);
  });
});
