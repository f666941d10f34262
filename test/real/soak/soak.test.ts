import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../../services/lib/config/environment.ts';
import { connectKafka, connectRegistry } from '../../../services/lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../../../services/lib/kafka/producer.ts';
import { createLog } from '../../../services/lib/log.ts';
import { type ServersForTests, startServersForTests } from '../../support/embedded.ts';
import { freePorts } from '../../support/ports.ts';
import { runLinewatch, type TemporaryFolder, temporaryFolder, waitUntil } from '../../support/product.ts';
import { createCast } from './cast.ts';
import { type Sent, sendLoad } from './load.ts';

/** test/real/soak.sh sets it; short in `npm run test:real`. */
const SECONDS = Number(process.env.SOAK_SECONDS || 40);
const EVENTS_PER_SECOND = 2_000;
/** Only against hanging. */
const DRAIN_MS = 1_800_000;
const SAMPLE_MS = 1_000;

describe(`a process a role, killed one after the other in ${SECONDS} s at ${EVENTS_PER_SECOND} events/s`, () => {
  const cast = createCast();
  const lags: number[] = [];
  const figures: Record<string, unknown> = {};
  let servers: ServersForTests;
  let environment: Record<string, string>;
  let folder: TemporaryFolder;
  let clickhouse: ClickHouse;
  let sent: Sent;

  const stored = async () => {
    const sql = `SELECT count()::Float64 AS events, uniqExact(event_id)::Float64 AS ids
      FROM events FINAL WHERE startsWith(event_id, 'load')`;
    return (await clickhouse.query<{ events: number; ids: number }>({ sql, params: {} }))[0]!;
  };
  const pipeline = async () => {
    const response = await fetch(`http://127.0.0.1:${environment.QUERY_PORT}/api/v1/pipeline`);
    return (await response.json()) as { lagMs: number; partitions: { lag: number }[] };
  };

  beforeAll(async () => {
    servers = await startServersForTests();
    folder = await temporaryFolder();
    const [query, collector] = await freePorts(2);
    environment = {
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: `soak_${randomUUID().slice(0, 8)}`,
      QUERY_PORT: String(query),
      COLLECTOR_PORT: String(collector),
      LOG_LEVEL: 'info',
    };
    const { code, output } = await runLinewatch(['migrate'], environment);
    expect(code, output).toBe(0);
    clickhouse = createClickHouse({
      url: servers.clickhouseUrl,
      database: environment.CLICKHOUSE_DATABASE!,
      requestTimeoutMs: 60_000,
    });
    for (const role of ['query', 'collector', 'alerting']) await cast.start(role, [role], environment);
    for (const name of ['ingest-1', 'ingest-2']) await cast.start(name, ['ingest'], environment);
    const state = `${folder.path}/simulator.json`;
    await cast.start('simulator', ['simulate', '--history-days', '0', '--state', state], environment);
  });
  afterAll(async () => {
    await cast.stop();
    await clickhouse?.command(`DROP DATABASE IF EXISTS ${environment.CLICKHOUSE_DATABASE}`);
    await clickhouse?.close();
    await servers?.stop();
    await folder?.remove();
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  });

  it('takes all events while each is killed and one ingest is added', async () => {
    figures['load of the machine at the start'] = loadavg()[0];
    const variables = readEnvironment({ ...process.env, ...environment });
    const kafka = connectKafka(variables, servers, 'soak', createLog({ level: 'silent' }));
    const producer = createEventProducer(await createAvroProducer(kafka, connectRegistry(servers)));
    const over = new AbortController();
    const sampling = sampleLag(over.signal);
    const sending = sendLoad({
      producer,
      collectorUrl: `http://127.0.0.1:${environment.COLLECTOR_PORT}`,
      ratePerSecond: EVENTS_PER_SECOND,
      durationMs: SECONDS * 1_000,
    });
    const victims = ['ingest-1', 'collector', 'query', 'alerting', 'simulator', 'ingest-2'];
    const pauseMs = (SECONDS * 1_000) / (victims.length + 2);
    const back: Record<string, number> = {};
    for (const [i, name] of victims.entries()) {
      await sleep(pauseMs);
      back[name] = await cast.killAndRestart(name);
      if (i === 1) await cast.start('ingest-3', ['ingest'], environment);
    }
    sent = await sending;
    const sentAt = Date.now();
    await waitUntil(async () => (await stored()).ids >= sent.events, DRAIN_MS);
    figures['stored after the last was sent, ms'] = Date.now() - sentAt;
    over.abort();
    await sampling;
    await producer.close();
    Object.assign(figures, { sent, 'ms until back': back });
  });

  async function sampleLag(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // The query service is one of those that are killed.
      const answer = await pipeline().catch(() => null);
      if (answer !== null) lags.push(answer.lagMs);
      await sleep(SAMPLE_MS);
    }
    lags.sort((a, b) => a - b);
    const at = (share: number) => lags[Math.floor(share * (lags.length - 1))];
    figures['age of the figures, ms'] = { samples: lags.length, p50: at(0.5), p95: at(0.95), max: at(1) };
  }

  it('has stored each of them once', async () => {
    expect(sent.events).toBeGreaterThanOrEqual(SECONDS * EVENTS_PER_SECOND * 0.99);
    expect(sent.overHttp).toBeGreaterThan(0);
    expect(await stored()).toEqual({ events: sent.events, ids: sent.events });
  });

  it('leaves nothing that differs from the events, nor a record of Kafka behind', async () => {
    const ends = await cast.stop();
    for (const [name, end] of Object.entries(ends)) expect(end, name).toBe(0);
    const startedAt = Date.now();
    const { code, output } = await runLinewatch(['verify'], environment);
    figures['verify, ms'] = Date.now() - startedAt;
    figures['load of the machine at the end'] = loadavg()[0];
    figures['verify says'] = output.trim().split('\n').slice(-6);
    expect(code, output).toBe(0);
  });
});
