import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPICS } from '../../schemas/index.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry } from '../../services/lib/connections.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createAvroProducer, createEventProducer } from '../../services/lib/kafka/producer.ts';
import { createLog } from '../../services/lib/log.ts';
import { queryLiveAgents } from '../../services/metrics/live/agents.ts';
import type { LiveQueue } from '../../services/metrics/live/board.ts';
import { queryLiveQueues } from '../../services/metrics/live/queues.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { freePorts } from '../support/ports.ts';
import { runLinewatch, waitUntil } from '../support/product.ts';
import { type RoleProcess, startRole } from '../support/role-process.ts';

/** Only against hanging. */
const AGREED_MS = 300_000;
/** Events of each part. */
const EVENTS = 3_000;

interface Board {
  asOf: string | null;
  lagMs: number | null;
  state: string;
  queues: LiveQueue[];
}

/** What the events say and no clock moves while the test runs: all of it began in the last half hour. */
const standing = (queues: readonly LiveQueue[]) =>
  queues
    .filter(({ waiting, handling, offered }) => waiting + handling + offered > 0)
    .map(({ longestWaitMs, atRisk, breached, ...queue }) => JSON.stringify(queue));

describe('boards of two query processes while two ingest processes share the work', () => {
  let servers: ServersForTests;
  let environment: Record<string, string>;
  let clickhouse: ClickHouse;
  let producer: EventProducer;
  let admin: Admin;
  let events: Iterator<OutgoingEvent>;
  const ports: number[] = [];
  const queries: RoleProcess[] = [];
  const ingests: RoleProcess[] = [];

  const startIngest = async () => void ingests.push(await startRole('ingest', environment));
  const startQuery = async (port: number) =>
    void queries.push(await startRole('query', { ...environment, QUERY_PORT: String(port) }));
  const get = async <T>(port: number, route: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${route}`);
    expect(response.status, route).toBe(200);
    return (await response.json()) as T;
  };
  const board = (port: number) => get<Board>(port, '/api/v1/live/queues');
  const metric = async (port: number, name: string) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  /** Produces so many events over some seconds, as they would come. */
  async function produce(count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 100) {
      const batch = Array.from({ length: 100 }, () => events.next().value as OutgoingEvent);
      await producer.send(batch);
      await sleep(50);
    }
  }

  /** Until both boards come from memory, are as fresh as what is produced, and show what storage has. */
  async function agreed(): Promise<void> {
    const from = Date.now();
    await waitUntil(async () => {
      const boards = await Promise.all(ports.map(board));
      const fresh = boards.every(({ state, asOf }) => state === 'live' && Date.parse(asOf ?? '') >= from);
      if (!fresh) return false;
      const truth = standing(await queryLiveQueues(clickhouse, Date.now()));
      return boards.every(({ queues }) => JSON.stringify(standing(queues)) === JSON.stringify(truth));
    }, AGREED_MS);
    for (const port of ports) {
      const agents = await get<{ agent: string; state: string }[]>(port, '/api/v1/live/agents');
      const truth = await queryLiveAgents(clickhouse, Date.now());
      const named = (all: typeof agents) => all.map(({ agent, state }) => `${agent} ${state}`);
      expect(named(agents)).toEqual(named(truth));
    }
  }

  beforeAll(async () => {
    servers = await startServersForTests({ partitions: 6 });
    ports.push(...(await freePorts(2)));
    environment = {
      KAFKA_BROKERS: servers.brokers.join(','),
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: `live_${randomUUID().slice(0, 8)}`,
      LOG_LEVEL: 'info',
    };
    clickhouse = createClickHouse({
      url: servers.clickhouseUrl,
      database: environment.CLICKHOUSE_DATABASE!,
      requestTimeoutMs: 30_000,
    });
    const variables = readEnvironment({ ...process.env, ...environment });
    const kafka = connectKafka(variables, servers, 'test', createLog({ level: 'silent' }));
    admin = kafka.admin();
    await admin.connect();
    producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(servers)));
    events = loadEvents({ seed: 7, startsAt: Date.now(), rate: 1_000 });
    const { code, output } = await runLinewatch(['migrate'], environment);
    expect(code, output).toBe(0);
  });

  afterAll(async () => {
    await Promise.all([...queries, ...ingests].map((role) => role.end('SIGKILL')));
    await clickhouse?.command(`DROP DATABASE IF EXISTS ${environment.CLICKHOUSE_DATABASE}`);
    await producer?.close();
    await admin?.disconnect();
    await clickhouse?.close();
    await servers?.stop();
  });

  it('agree with storage, whoever began first', async () => {
    await startIngest();
    await startQuery(ports[0]!);
    const producing = produce(EVENTS);
    await startIngest();
    await startQuery(ports[1]!);
    await producing;
    await agreed();
    expect((await board(ports[0]!)).queues.length).toBeGreaterThan(0);
  });

  it('say beside lists how fresh they are', async () => {
    const response = await fetch(`http://127.0.0.1:${ports[0]}/api/v1/live/targets?state=at_risk`);
    expect(response.headers.get('linewatch-state')).toBe('live');
    expect(Date.parse(response.headers.get('linewatch-as-of')!)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('agree again after an ingest process was killed and another has taken over', async () => {
    const producing = produce(EVENTS);
    await sleep(500);
    expect(await ingests.shift()!.end('SIGKILL')).toBe('SIGKILL');
    await startIngest();
    await producing;
    await agreed();
  });

  it('agree again after the topic of news was deleted and made anew', async () => {
    const [topic] = (await admin.fetchTopicMetadata({ topics: [TOPICS.live] })).topics;
    await admin.deleteTopics({ topics: [TOPICS.live] });
    await produce(EVENTS);
    if (!(await admin.listTopics()).includes(TOPICS.live))
      await admin.createTopics({
        topics: [{ topic: TOPICS.live, numPartitions: topic!.partitions.length }],
        waitForLeaders: false,
      });
    await produce(EVENTS);
    await agreed();
  });

  it('never had to be mended', async () => {
    for (const port of ports) expect(await metric(port, 'linewatch_live_differences_total')).toBe(0);
    for (const name of ['linewatch_live_ready', 'linewatch_live_lately_ready'])
      expect(await metric(ports[0]!, name), name).toBe(1);
    expect(await metric(ports[0]!, 'linewatch_live_lately_facts')).toBeGreaterThan(100);
  });

  it('come from storage, and say so, while no ingest is there', async () => {
    await Promise.all(ingests.splice(0).map((role) => role.end('SIGTERM')));
    const truth = standing(await queryLiveQueues(clickhouse, Date.now()));
    await waitUntil(async () => (await board(ports[0]!)).state === 'cut_off', AGREED_MS);
    const last = await board(ports[0]!);
    expect(standing(last.queues)).toEqual(truth);
    expect(last.lagMs).toBeGreaterThan(10_000);
    await startIngest();
    await produce(100);
    await agreed();
  });
});
