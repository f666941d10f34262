import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPICS } from '../../schemas/index.ts';
import type { TicketEvent } from '../../schemas/types.ts';
import { hashOf } from '../../services/access/key.ts';
import { EXAMPLE, parseContactCenter } from '../../services/center/contact-center.ts';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, endpointsOf } from '../../services/lib/connections.ts';
import { readTopics } from '../../services/lib/kafka/read-topics.ts';
import { createLog } from '../../services/lib/log.ts';
import { createAgentHash } from '../../services/privacy/agent-hash.ts';
import {
  type Product,
  productEnvironment,
  runLinewatch,
  startProduct,
  type TemporaryFolder,
  temporaryFolder,
  waitUntil,
} from '../support/product.ts';

const HOUR_MS = 3_600_000;
const SECRET = 'a secret of these tests';
const { hash } = createAgentHash(SECRET);
const log = createLog({ level: 'silent' });
const historyEnd = Date.now();
/** Of the same team; who of them was at work, the day decides. */
const TEAM = Array.from({ length: 22 }, (_, i) => `agent-0${String(i + 1).padStart(2, '0')}`);
const KEYS = [
  'name: root, role: admin',
  ...TEAM.map((id) => `name: ${id.replace('-', '')}, role: agent, agent: ${id}`),
  'name: lena, role: supervisor, teams: [frontline]',
  'name: desk, role: producer',
];

/** A day of the simulated center, and whoever may ask for it. */
interface Center {
  product: Product;
  folder: TemporaryFolder;
  get<T>(who: string, route: string): Promise<{ status: number; body: T }>;
  send(who: string, method: string, url: string, body: object): Promise<number>;
}

async function startCenter(): Promise<Center> {
  const folder = await temporaryFolder();
  const center = path.join(folder.path, 'center.yaml');
  await writeFile(center, `${await readFile(EXAMPLE, 'utf8')}\nprivacy: { agentIds: hashed }\n`);
  const access = path.join(folder.path, 'access.yaml');
  const keys = KEYS.map((key) => `  - { hash: '${hashOf(`lw_${/name: (\w+)/.exec(key)![1]}`)}', ${key} }`);
  await writeFile(access, `keys:\n${keys.join('\n')}\n`);
  const environment = {
    ...(await productEnvironment(path.join(folder.path, 'data'))),
    CONTACT_CENTER_CONFIG: center,
    ACCESS_CONFIG: access,
    AGENT_ID_SECRET: SECRET,
  };
  const history = ['--history-days', '1', '--history-end', new Date(historyEnd).toISOString()];
  await (await startProduct(history, environment)).end('SIGINT');
  const product = await startProduct(['--no-simulator'], environment);
  const headers = (who: string) => ({
    authorization: `Bearer lw_${who}`,
    'content-type': 'application/json',
  });
  return {
    product,
    folder,
    async get(who, route) {
      const response = await fetch(product.address + route, { headers: headers(who) });
      return { status: response.status, body: (await response.json()) as never };
    },
    async send(who, method, url, body) {
      const response = await fetch(url.startsWith('/') ? product.address + url : url, {
        method,
        headers: headers(who),
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
      return response.status;
    },
  };
}

type Row = Record<string, unknown>;

const HANDLED = `/api/v1/query?metrics=handled&group_by=agent&interval=total&from=${historyEnd - 24 * HOUR_MS}&to=${historyEnd}`;

describe('a center whose agents are kept as hashes', () => {
  const agents = async () => parseContactCenter(await readFile(EXAMPLE, 'utf8'), 'example').agents;
  let hashed: Center;
  let clickhouse: ClickHouse;
  /** Two of a team who handled something, and the name of the first one's key. */
  let OWN: string;
  let COLLEAGUE: string;
  let clara: string;

  beforeAll(async () => {
    hashed = await startCenter();
    const environment = readEnvironment({ ...process.env, ...hashed.product.environment });
    clickhouse = createClickHouse({
      url: endpointsOf(environment).clickhouseUrl,
      database: 'linewatch',
      requestTimeoutMs: 60_000,
    });
    const { body } = await hashed.get<{ rows: Row[] }>('root', HANDLED);
    const atWork = new Set(body.rows.filter(({ handled }) => Number(handled) > 0).map(({ agent }) => agent));
    [OWN, COLLEAGUE] = TEAM.filter((id) => atWork.has(hash(id))) as [string, string];
    clara = OWN.replace('-', '');
  });
  afterAll(async () => {
    await clickhouse?.close();
    await hashed?.product.end('SIGINT');
    await hashed?.folder.remove();
  });

  /** Columns of any table in which an agent's own id stands, but for conversations that the simulator has named so. */
  async function columnsThatName(ids: readonly string[]): Promise<string[]> {
    const columns = await clickhouse.query<{ table: string; column: string }>({
      sql: `SELECT table, name AS column FROM system.columns
            WHERE database = currentDatabase() AND type LIKE '%String%' AND table NOT LIKE '%lock'`,
      params: {},
    });
    const found: string[] = [];
    for (const { table, column } of columns) {
      const [row] = await clickhouse.query<{ n: number }>({
        sql: `SELECT count()::Float64 AS n FROM ${table} 
              WHERE multiSearchAny(replaceRegexpAll(toString(${column}), '^sim1-peers-agent-\\\\d+', ''), {ids:Array(String)})`,
        params: { ids },
      });
      if (row!.n > 0) found.push(`${table}.${column}`);
    }
    return found;
  }

  it('shows names to those who may see them, and each agent its own figures', async () => {
    const { body } = await hashed.get<{ values: { value: string; title: string }[] }>(
      'lena',
      '/api/v1/dimensions/agent',
    );
    const { name } = (await agents()).find(({ id }) => id === OWN)!;
    expect(body.values).toContainEqual({ value: hash(OWN), title: name });
    const rowsOf = async (who: string, more: string) => {
      const { status, body: answer } = await hashed.get<{ rows?: Row[] }>(who, HANDLED + more);
      return [status, answer.rows?.map(({ agent }) => agent)];
    };
    for (const asked of ['', `&agent=${OWN}`, `&agent=${hash(OWN)}`])
      expect(await rowsOf(clara, asked)).toEqual([200, [hash(OWN)]]);
    for (const asked of [COLLEAGUE, hash(COLLEAGUE)])
      expect(await rowsOf(clara, `&agent=${asked}`)).toEqual([403, undefined]);
    expect(await rowsOf('lena', `&agent=${COLLEAGUE}`)).toEqual([200, [hash(COLLEAGUE)]]);
    expect((await hashed.get(clara, '/api/v1/me')).body).toMatchObject({ agents: [hash(OWN)] });
  });

  it('takes goals, reviews and events of agents by their own ids, and keeps none', async () => {
    const goal = {
      metric: 'csat',
      agent: OWN,
      period: 'month',
      target: 0.9,
      direction: 'at_least',
      version: 0,
    };
    await hashed.send('root', 'PUT', '/api/v1/goals/of-clara', goal);
    const goals = await hashed.get<object>(clara, `/api/v1/goals?agent=${OWN}`);
    expect(JSON.stringify(goals.body)).toContain(hash(OWN));
    const answers = [{ id: 'collaboration', score: 4 }];
    const review = { kind: 'peer_review', relation: 'colleague', agent: COLLEAGUE, answers };
    await hashed.send(clara, 'POST', '/api/v1/feedback', review);
    const self = { kind: 'peer_review', relation: 'self', agent: OWN, answers };
    await hashed.send(clara, 'POST', '/api/v1/feedback', self);
    const at = Date.now() - 60_000;
    const event: TicketEvent = {
      event_id: 'over-http-1',
      occurred_at: at,
      conversation_id: 'over-http',
      opened_at: at,
      channel: 'email',
      source: 'test',
      actor: { kind: 'agent', id: 'somebody-unlisted' },
      queue: 'general',
      customer: null,
      tags: [],
      event: { type: 'assigned', agent_id: 'somebody-else-unlisted', team: null },
    };
    const collector = `http://127.0.0.1:${hashed.product.environment.COLLECTOR_PORT}/v1/events`;
    await hashed.send('desk', 'POST', collector, event);
    const stored = async (where: string, params: Record<string, string>) => {
      const [row] = await clickhouse.query<{ n: number }>({
        sql: `SELECT count()::Float64 AS n FROM events FINAL WHERE ${where}`,
        params,
      });
      return row!.n;
    };
    await waitUntil(async () => (await stored("conversation_id = 'over-http'", {})) === 1);
    await waitUntil(
      async () =>
        (await stored('source = {source:String} AND actor_id = {id:String}', {
          source: 'linewatch',
          id: hash(OWN),
        })) === 2,
    );
    const unlisted = ['somebody-unlisted', 'somebody-else-unlisted'];
    const ids = [...(await agents()).map(({ id }) => id), ...unlisted];
    expect(await columnsThatName(ids)).toEqual([]);

    // What came through a door of ours is hashed in Kafka too.
    const found: string[] = [];
    const environment = readEnvironment({ ...process.env, ...hashed.product.environment });
    const kafka = connectKafka(environment, endpointsOf(environment), 'test', log);
    await readTopics({ kafka, log }, 'test', [TOPICS.tickets, TOPICS.surveys], async ({ topic }, records) => {
      for (const { key, value } of records) {
        const own = [value?.includes('over-http-1'), value?.includes('collaboration')].some(Boolean);
        if (own) found.push(topic);
        if (own && ids.some((id) => value?.includes(id) || key?.includes(id)))
          found.push(`${topic} names somebody`);
      }
    });
    expect(found.filter((one) => one.includes('names') && !one.startsWith(TOPICS.surveys))).toEqual([]);
    expect(found).toContain(TOPICS.tickets);
  });

  it('finds the hash of an agent by a command, and has nothing for verify to mend', async () => {
    const { output } = await runLinewatch(['agent-hash', OWN], hashed.product.environment);
    expect(output).toContain(hash(OWN));
    const verified = await runLinewatch(['verify'], hashed.product.environment);
    expect(verified.output).toContain('No difference.');
    expect(verified.code).toBe(0);
  });
});
