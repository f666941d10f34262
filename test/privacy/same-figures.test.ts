import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../infra/embedded/start-embedded.ts';
import { TOPICS, TOPICS_WITH_SCHEMA } from '../../schemas/index.ts';
import { EXAMPLE } from '../../services/center/contact-center.ts';
import { startCollector } from '../../services/collector/main.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { startIngest } from '../../services/ingest/main.ts';
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka } from '../../services/lib/connections.ts';
import { readTopics } from '../../services/lib/kafka/read-topics.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';
import { DIMENSIONS, dimensionsOf } from '../../services/metrics/definition/metric.ts';
import { createAgentHash } from '../../services/privacy/agent-hash.ts';
import { centerOfHashed } from '../../services/privacy/agents-in-center.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { DAY, MONDAY, SMALL, simulate } from '../simulator/world.ts';
import { inFull } from '../support/in-full.ts';
import { type TemporaryFolder, temporaryFolder, waitUntil } from '../support/product.ts';

const DAYS = 1;
const SECRET = 'a secret of these tests';
const BATCH = 500;
/** Metrics of a question. */
const AT_ONCE = 12;
const log = createLog({ level: 'silent' });
const { hash } = createAgentHash(SECRET);
/** The simulator puts agents into the ids of what is said of them by colleagues, which no door of ours changes. */
const OF_PEERS = /sim1-peers-agent-\d+|peer-agent-\d+/g;

type Row = Record<string, string | number | null>;

/** What came of the same events, and where ids of people stand. */
interface Outcome {
  /** Rows of an answer by what was asked. */
  figures: Map<string, Row[]>;
  topics: string[];
  files: string[];
}

const events = simulate(1, DAYS, MONDAY, SMALL);
const customers = [
  ...new Set(events.flatMap(({ value }) => ('customer' in value ? (value.customer?.id ?? []) : []))),
];
const agents = [
  ...new Set(events.flatMap(({ topic, value }) => (topic === TOPICS.agents ? value.agent_id : []))),
];
/** A part of them is enough to find a door that lets ids through, and quicker to look for in every file. */
const sought = [...customers.slice(0, 100), ...agents];

const names = (bytes: Buffer | null): boolean => {
  if (bytes === null) return false;
  const text = bytes.toString('latin1').replace(OF_PEERS, '');
  return sought.some((id) => text.includes(id));
};

/** Sends the events to a collector as a program of the center would, and asks for all figures once they are stored. */
async function outcomeOf(privacy: string, folder: TemporaryFolder): Promise<Outcome> {
  const { figures, topics } = await askedOf(privacy, folder);
  // Nothing moves in the folder once the servers have ended.
  return { figures, topics, files: await filesThatName(path.join(folder.path, 'data')) };
}

async function askedOf(privacy: string, folder: TemporaryFolder): Promise<Omit<Outcome, 'files'>> {
  const lifecycle = createLifecycle((error) => {
    throw error;
  });
  try {
    const center = path.join(folder.path, 'center.yaml');
    await writeFile(center, `${await readFile(EXAMPLE, 'utf8')}\nprivacy: ${privacy}\n`);
    const dataDir = path.join(folder.path, 'data');
    const servers = await lifecycle.start(
      () =>
        startEmbedded({
          host: '127.0.0.1',
          dataDir,
          kafkaPort: 0,
          registryPort: 0,
          clickhousePort: 0,
          topics: TOPICS_WITH_SCHEMA.map((name) => ({ name, partitions: 2 })),
          logLevel: 'warn',
        }),
      (one) => one.stop(),
    );
    const environment = readEnvironment({
      COLLECTOR_PORT: '0',
      CONTACT_CENTER_CONFIG: center,
      CUSTOMER_ID_SECRET: SECRET,
      AGENT_ID_SECRET: SECRET,
    });
    const bare = connectClickHouse(environment, servers, 'default');
    await migrate(bare, environment.CLICKHOUSE_DATABASE);
    await bare.close();
    const clickhouse = await lifecycle.start(
      async () =>
        createClickHouse({
          url: servers.clickhouseUrl,
          database: environment.CLICKHOUSE_DATABASE,
          requestTimeoutMs: 600_000,
        }),
      (client) => client.close(),
    );
    const context = { environment, endpoints: servers, lifecycle, log };
    await startIngest(context, new Registry());
    await send(await startCollector(context, new Registry()));
    await waitUntil(async () => {
      const sql = 'SELECT count()::Float64 AS n FROM events FINAL';
      return (await clickhouse.query<{ n: number }>({ sql, params: {} }))[0]!.n === events.length;
    });
    const reference = await centerOfHashed(context);
    const app = await lifecycle.start(
      () =>
        createQueryApp({
          clickhouse,
          center: reference.center,
          metrics: new Registry(),
          checks: {},
          log,
          now: () => MONDAY + DAYS * DAY,
        }),
      (one) => one.close(),
    );
    const figures = await allFigures(async (route) => {
      const { statusCode, body } = await app.inject(route);
      if (statusCode !== 200) throw new Error(`${statusCode} ${body} to ${route}`);
      return (JSON.parse(body) as { rows: Row[] }).rows;
    });
    const topics = new Set<string>();
    const kafka = connectKafka(environment, servers, 'test', log);
    const all = Object.values(TOPICS);
    await readTopics({ kafka, log }, 'test', all, async ({ topic }, records) => {
      if (records.some(({ key, value }) => names(key) || names(value))) topics.add(topic);
    });
    return { figures, topics: [...topics] };
  } finally {
    await lifecycle.stop();
  }
}

/** Again, until they are taken: a sender loses nothing where Kafka is slow. */
async function send(address: string): Promise<void> {
  const item = ({ topic, value }: OutgoingEvent) => ({ topic, ...value });
  for (let i = 0; i < events.length; i += BATCH) {
    const body = JSON.stringify(events.slice(i, i + BATCH).map(item));
    await waitUntil(async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${address}/v1/events`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { rejected?: object[] };
      if (response.status === 503) return false;
      expect([response.status, answer.rejected]).toEqual([202, []]);
      return true;
    });
  }
}

/** All metrics as a whole, by the hour, and by everything that they can be grouped by. */
async function allFigures(ask: (route: string) => Promise<Row[]>): Promise<Map<string, Row[]>> {
  const questions = ['interval=total', 'interval=1h', ...DIMENSIONS.map((one) => `group_by=${one}`)];
  const figures = new Map<string, Row[]>();
  for (const question of questions) {
    const [, dimension] = /^group_by=(.*)/.exec(question) ?? [];
    const metrics = CATALOGUE.filter(
      (metric) => dimension === undefined || dimensionsOf(metric).some((one) => one === dimension),
    ).map(({ id }) => id);
    for (let i = 0; i < metrics.length; i += AT_ONCE) {
      const some = metrics.slice(i, i + AT_ONCE);
      const route = `/api/v1/query?metrics=${some}&${question}&percentiles=exact&exact=now`;
      const range = `from=${MONDAY}&to=${MONDAY + DAYS * DAY}`;
      figures.set(`${question} ${some}`, await ask(`${route}&${range}`));
    }
  }
  return figures;
}

async function filesThatName(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => names(readFileSync(file)));
}

/** Bots take conversations as agents do, and are nobody. */
const keptAs = (id: string) => (agents.includes(id) ? hash(id) : id);

const byAgent = (rows: readonly Row[], idOf: (agent: string) => string) =>
  new Map(rows.map((row) => [`${idOf(String(row.agent))} ${row.bucket}`, { ...row, agent: null }]));

/** Two centers take a minute: `.ci/run` has them. */
describe.runIf(inFull)('hashed customers and agents', () => {
  const folders: TemporaryFolder[] = [];
  let plain: Outcome;
  let hashed: Outcome;
  beforeAll(async () => {
    for (let i = 0; i < 2; i++) folders.push(await temporaryFolder());
    plain = await outcomeOf('{}', folders[0]!);
    hashed = await outcomeOf('{ customerIds: hashed, agentIds: hashed }', folders[1]!);
  });
  afterAll(() => Promise.all(folders.map((one) => one.remove())));

  it('a center whose people are hashes has the figures of one whose people are not', () => {
    const ofMany = [...hashed.figures].filter(([, rows]) => rows.length > 1);
    expect(ofMany.length).toBeGreaterThan(6);
    for (const [question, rows] of hashed.figures) {
      const expected = plain.figures.get(question)!;
      if (!question.startsWith('group_by=agent')) expect([question, rows]).toEqual([question, expected]);
      else expect(byAgent(rows, (id) => id)).toEqual(byAgent(expected, keptAs));
    }
  });

  it('its figures are of customers who came back, so that they would differ if these were not recognized', () => {
    const contacts = new Map<string, Set<string>>();
    for (const { value } of events)
      if ('customer' in value && value.customer)
        contacts.set(
          value.customer.id,
          (contacts.get(value.customer.id) ?? new Set()).add(value.conversation_id),
        );
    expect([...contacts.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(1);
  });

  it('no id of them stands in a topic or a file, where the other has them', () => {
    expect(plain.topics).toEqual(expect.arrayContaining([TOPICS.chats, TOPICS.tickets, TOPICS.agents]));
    expect(plain.files.length).toBeGreaterThan(3);
    expect(hashed.topics).toEqual([]);
    expect(hashed.files).toEqual([]);
  });
});
