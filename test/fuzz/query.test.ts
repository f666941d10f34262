import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../services/access/authenticate.ts';
import { hashOf } from '../../services/access/key.ts';
import { isNarrowed, type Principal } from '../../services/access/principal.ts';
import type { AccessTable } from '../../services/access/table.ts';
import { alertRows } from '../../services/alerting/store/rows.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import { startIngest } from '../../services/ingest/main.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { HttpApp } from '../../services/lib/http/app.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { queryAccess } from '../../services/query/access.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { waitUntil } from '../support/product.ts';
import { centerEvents, centerYaml, FOREIGN, idsOf, OWN } from './center.ts';
import { type Answered, type Asked, closeConnections, send } from './http.ts';
import { PEOPLE } from './people.ts';
import { createRandom } from './random.ts';
import { narrowedByHand, type Operation, operationsOf, requestOf } from './requests.ts';

/** `.ci/run` asks 20,000 times. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 600);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Told of apart: of a long run something is known early. */
const PART = 2_000;
const PARTS = Array.from({ length: Math.ceil(REQUESTS / PART) }, (_, i) => ({
  seed: SEED + i,
  requests: Math.min(PART, REQUESTS - i * PART),
}));
const AT_ONCE = 6;
const SLOW_MS = 3_000;
const BEGIN = Date.UTC(2026, 2, 5, 15);

interface Finding {
  what: string;
  caller: string;
  request: string;
  answer: string;
}

describe(`the query service, asked everything by everybody (FUZZ_SEED=${SEED} FUZZ_REQUESTS=${REQUESTS})`, () => {
  const log = createLog({ level: 'silent' });
  const lifecycle = createLifecycle(() => {});
  const findings: Finding[] = [];
  let folder: string;
  let servers: ServersForTests;
  let clickhouse: ClickHouse;
  let app: HttpApp;
  let address: string;
  let operations: Operation[];
  let table: AccessTable;
  let now = BEGIN;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'linewatch-fuzz-'));
    const file = path.join(folder, 'center.yaml');
    const yaml = centerYaml(BEGIN);
    await writeFile(file, yaml);
    servers = await startServersForTests();
    const database = `fuzz_${process.pid}_${Date.now()}`;
    const environment = readEnvironment({ CLICKHOUSE_DATABASE: database, CONTACT_CENTER_CONFIG: file });
    const bare = connectClickHouse(environment, servers, 'default');
    await migrate(bare, database);
    await bare.close();
    clickhouse = connectClickHouse(environment, servers);
    await fill(environment);
    const center = parseContactCenter(yaml, 'center.yaml');
    const principals = new Map(PEOPLE.map((one) => [hashOf(`lw_${one.name}`), one]));
    const deps = { clickhouse, center: () => center };
    table = queryAccess(deps);
    app = await createQueryApp({
      ...deps,
      metrics: new Registry(),
      checks: { clickhouse: () => clickhouse.ping() },
      authenticate: createAuthenticate({ principals, tokens: null }),
      log,
      now: () => now,
    });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
    const document = await send(address, { method: 'GET', path: '/openapi.json', headers: {} });
    operations = operationsOf(JSON.parse(document.text));
    await setUp();
  });

  afterAll(async () => {
    closeConnections();
    await app?.close();
    await lifecycle.stop();
    await clickhouse?.close();
    await servers?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Both halves of the center, through Kafka and ingest, and alerts of both. */
  async function fill(environment: ReturnType<typeof readEnvironment>): Promise<void> {
    const own = createLifecycle(() => {});
    const ingest = await startIngest(
      { environment, endpoints: servers, lifecycle: own, log },
      new Registry(),
    );
    ingest.failed.catch(() => {});
    const kafka = connectKafka(environment, servers, 'fuzz', log);
    const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(servers)));
    const events = [...centerEvents(BEGIN, createRandom(7))];
    await producer.send(events);
    await waitUntil(async () => {
      const sql = `SELECT (SELECT uniqExact(event_id) FROM events)::UInt32 AS events,
        (SELECT count() FROM dead_letters)::UInt32 AS dead`;
      const [row] = await clickhouse.query<{ events: number; dead: number }>({ sql, params: {} });
      if (row!.dead > 0) throw new Error('the events of the test are faulty');
      return row!.events === events.length;
    });
    await producer.close();
    await own.stop();
    const alerts = [OWN, FOREIGN].flatMap((world) => {
      const ids = idsOf(world);
      return ids.alert.map((id, i) => ({
        beganAt: BEGIN - 3_600_000,
        id,
        version: 1,
        changedAt: BEGIN - 3_600_000,
        rule: 'longest-wait',
        kind: 'threshold',
        severity: 'warning',
        state: i === 0 ? 'firing' : 'resolved',
        reason: 'above',
        late: false,
        unconfirmed: false,
        value: 5,
        threshold: 1,
        stream: 'chats',
        conversationId: ids.conversation[i]!,
        metric: 'longest_wait',
        seq: 0,
        queue: ids.queue[i]!,
        team: ids.team[i]!,
        agent: ids.agent[i]!,
        channel: 'chat',
        priority: 'high',
        customerTier: 'gold',
        policy: '',
        labels: { desk: `${world}-desk` },
        title: `${world} waits`,
        runbook: '',
      }));
    });
    await clickhouse.insert('alerts', alertRows(alerts as Parameters<typeof alertRows>[0]));
  }

  /** What people set: rounds, goals, silences and changes of both halves. */
  async function setUp(): Promise<void> {
    const as = (method: string, url: string, body: object): Asked => ({
      method,
      path: url,
      headers: { host: '127.0.0.1', authorization: 'Bearer lw_admin', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    for (const world of [OWN, FOREIGN]) {
      const { team, queue } = idsOf(world);
      const asked = [
        ...team.map((one) => as('POST', '/api/v1/rounds', { team: one, period: 'quarter' })),
        as('PUT', `/api/v1/goals/${world}-set`, {
          metric: 'csat',
          period: 'week',
          target: 0.9,
          direction: 'at_least',
          team: team[0],
        }),
        as('PUT', `/api/v1/changes/${world}-change`, {
          name: `${world} desk`,
          at: '2026-03-04',
          queue: [queue[0]],
        }),
        as('POST', '/api/v1/silences', {
          matchers: { queue: [queue[0]] },
          by: world,
          endsAt: '2026-03-09T00:00:00Z',
          comment: `${world} note`,
        }),
      ];
      for (const one of asked) {
        const { status, text } = await send(address, one);
        expect(status, `${one.path}: ${text}`).toBeLessThan(300);
      }
    }
  }

  function tell(what: string, caller: Principal | null, asked: Asked, { status, text }: Answered): void {
    const { method, path: url, body = '' } = asked;
    findings.push({
      what,
      caller: caller?.name ?? 'nobody',
      request: `${method} ${url.slice(0, 600)} ${body.slice(0, 300)}`,
      answer: `${status} ${text.slice(0, 300)}`,
    });
  }

  let slow: string[];
  let statuses: Map<number, number>;

  async function ask(operation: Operation, caller: Principal | null, asked: Asked): Promise<void> {
    let answer: Answered;
    try {
      answer = await send(address, asked);
    } catch (error) {
      return tell(`no answer: ${(error as Error).message}`, caller, asked, {
        status: 0,
        type: '',
        text: '',
        ms: 0,
      });
    }
    const { status, type, text, ms } = answer;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (ms > SLOW_MS)
      slow.push(`${Math.round(ms)} ms ${caller?.name} ${asked.method} ${asked.path.slice(0, 300)}`);
    if (status >= 500) tell('5xx', caller, asked, answer);
    if (status >= 400 && !type.startsWith('application/problem+json'))
      tell('no problem document', caller, asked, answer);
    if (caller === null || !isNarrowed(caller)) return;
    const foreign = foreignIn(text, asked);
    if (foreign.length > 0) tell(`shows ${foreign.slice(0, 5).join(', ')}`, caller, asked, answer);
    if (status < 300 && asked.method !== 'GET' && sentOf(asked).includes(FOREIGN))
      tell('changes what is not its own', caller, asked, answer);
    if (status === 200 && table[routeOf(operation)]?.narrowed === 'filters')
      await compare(caller, asked, answer);
  }

  /** The answer is that which an administrator gets who asks for just this. */
  async function compare(caller: Principal, asked: Asked, own: Answered): Promise<void> {
    const byHand = await send(address, narrowedByHand(asked, caller));
    if (byHand.status !== 200) tell(`an administrator gets ${byHand.status}`, caller, asked, byHand);
    else if (byHand.text !== own.text)
      tell(
        `differs from what an administrator gets: ${differenceOf(own.text, byHand.text)}`,
        caller,
        asked,
        own,
      );
  }

  it.each(PARTS)(
    'answers without a fault of its own, and shows nobody what is not theirs: $seed',
    async ({ seed, requests }) => {
      const random = createRandom(seed);
      findings.length = 0;
      slow = [];
      statuses = new Map();
      const callers: (Principal | null)[] = [...PEOPLE, ...PEOPLE.filter(isNarrowed), null];
      // Every route by everybody first; then whatever comes.
      const all = operations.flatMap((operation) => callers.map((caller) => ({ operation, caller })));
      const drawn = Array.from({ length: requests }, (_, i) =>
        i < requests / 2 && i < all.length
          ? all[Math.floor((i * all.length) / Math.min(all.length, requests / 2))]!
          : drawOne(),
      );
      /** Mostly somebody whom the route lets in: what is refused at the door finds little behind it. */
      function drawOne() {
        const operation = random.one(operations);
        const allowed = callers.filter((one) => mayUse(one, table[routeOf(operation)]));
        return {
          operation,
          caller: random.one(random.chance(0.8) && allowed.length > 0 ? allowed : callers),
        };
      }
      for (let at = 0; at < drawn.length; ) {
        // What changes something is alone: what is compared must not be changed meanwhile.
        const group = drawn.slice(at, at + AT_ONCE);
        const firstChange = group.findIndex(({ operation }) => operation.method !== 'GET');
        const batch = firstChange < 0 ? group : group.slice(0, Math.max(1, firstChange));
        at += batch.length;
        await Promise.all(
          batch.map(({ operation, caller }) => ask(operation, caller, requestOf(operation, caller, random))),
        );
        // Answers are kept for a second.
        now += 1_100;
      }
      const counted = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
      console.info(`FUZZ_SEED=${seed}: ${counted.join(', ')}; ${slow.length} over ${SLOW_MS} ms`);
      for (const line of slow.slice(0, 20)) console.info(line);
      expect(summary(findings)).toEqual([]);
      // Requests that are all refused would find nothing.
      expect((statuses.get(200) ?? 0) / requests).toBeGreaterThan(0.15);
    },
  );
});

const routeOf = ({ method, path: place }: Operation) => `${method} ${place.replace(/\{(\w+)\}/g, ':$1')}`;

function mayUse(caller: Principal | null, access: AccessTable[string] | undefined): boolean {
  if (access === undefined || caller === null) return false;
  const { roles, narrowed } = access;
  return (
    roles !== 'everyone' && roles.includes(caller.role) && (!isNarrowed(caller) || narrowed !== undefined)
  );
}

/** Words of the other half of the center that an answer has and the request had not. */
function foreignIn(text: string, asked: Asked): string[] {
  const sent = sentOf(asked);
  const words = text.match(new RegExp(`[\\w-]*${FOREIGN}[\\w-]*`, 'g')) ?? [];
  return [...new Set(words)].filter((word) => !sent.includes(word));
}

function sentOf({ path: url, body = '' }: Asked): string {
  try {
    return `${decodeURIComponent(url)} ${body}`;
  } catch {
    return `${url} ${body}`;
  }
}

function differenceOf(own: string, other: string): string {
  let i = 0;
  while (i < own.length && own[i] === other[i]) i++;
  return `…${own.slice(Math.max(0, i - 80), i + 60)} / …${other.slice(Math.max(0, i - 10), i + 60)}`;
}

/** Of each kind of finding and route the first few: one cause shows in many. */
function summary(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.filter(({ what, request }) => {
    const key = `${what.slice(0, 12)} ${request.split(/[?\s]/).slice(0, 2).join(' ')}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen.get(key)! <= 2;
  });
}
