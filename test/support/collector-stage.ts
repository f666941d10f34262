import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { rolesHere, type StartRoles } from './collector-roles.ts';
import { startServersForTests } from './embedded.ts';
import { type RestartableBroker, startRestartableBroker } from './restartable-broker.ts';

/** Collector, ingest and query service before a Kafka that can be restarted by itself. */
export interface CollectorStage {
  /** Of the collector. */
  address: string;
  broker: RestartableBroker;
  /** Process ids by role, and of the embedded ClickHouse, where each has a process. */
  pids: Readonly<Record<string, number>>;
  clickhouse: ClickHouse;
  /** Waits until all of these are stored; gives how many events are, and how many dead letters there are. */
  untilStored(ids: ReadonlySet<string>): Promise<{ missing: number; doubled: number; dead: number }>;
  stop(): Promise<void>;
}

const PARTITIONS = 6;
const STATEMENT_MS = 300_000;
/** Only against hanging. */
const STORED_MS = 600_000;

/** @param startRoles in this process, unless told otherwise */
export async function startCollectorStage(startRoles: StartRoles = rolesHere): Promise<CollectorStage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'linewatch-collector-'));
  const log = createLog({ level: process.env.LOG_LEVEL ?? 'fatal' });
  const lifecycle = createLifecycle((error) => log.warn({ error }, 'a part did not stop cleanly'));
  const servers = await lifecycle.start(
    () => startServersForTests(),
    (one) => one.stop(),
  );
  const broker = await lifecycle.start(
    () => startRestartableBroker(path.join(dataDir, 'kafka'), PARTITIONS),
    (one) => one.stop(),
  );
  const endpoints = { ...servers, brokers: [broker.address] };
  const database = `collector_${process.pid}_${Date.now()}`;
  const environment = readEnvironment({
    CLICKHOUSE_DATABASE: database,
    COLLECTOR_PORT: '0',
    QUERY_PORT: '0',
  });
  const bare = connectClickHouse(environment, endpoints, 'default');
  await migrate(bare, database);
  await bare.close();
  const clickhouse = await lifecycle.start(
    async () => createClickHouse({ url: servers.clickhouseUrl, database, requestTimeoutMs: STATEMENT_MS }),
    (client) => client.close(),
  );
  const { address, pids, failed } = await startRoles({ environment, endpoints, lifecycle, log });
  failed.catch(() => {});
  /** Of all loads so far. */
  const all = new Set<string>();
  return {
    address,
    broker,
    pids,
    clickhouse,
    async untilStored(ids) {
      const sql = `SELECT count()::Float64 AS events, uniqExact(event_id)::Float64 AS ids,
  (SELECT count() FROM dead_letters FINAL)::Float64 AS dead FROM events FINAL`;
      for (const id of ids) all.add(id);
      const giveUpAt = Date.now() + STORED_MS;
      while (true) {
        const [row] = await clickhouse.query<{ events: number; ids: number; dead: number }>({
          sql,
          params: {},
        });
        const { events, ids: stored, dead } = row!;
        if (stored >= all.size || dead > 0 || Date.now() > giveUpAt) {
          const found = await clickhouse.query<{ id: string }>({
            sql: 'SELECT DISTINCT event_id AS id FROM events',
            params: {},
          });
          const known = new Set(found.map(({ id }) => id));
          const missing = [...all].filter((id) => !known.has(id)).length;
          return { missing, doubled: events - stored, dead };
        }
        await Promise.race([sleep(200), failed]);
      }
    },
    async stop() {
      await lifecycle.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
