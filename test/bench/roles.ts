import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../support/ports.ts';
import { startRole } from '../support/role-process.ts';
import type { BenchServers } from './servers.ts';

/** Ingest and the query service in processes of their own, as in production. */
export interface BenchRoles {
  /** The address of the query service, whose live figures come from memory. */
  service: string;
  /** From the start of the query service until they did, ms. */
  readyMs: number;
  /** Processor time of the query service and of the engine since they began, ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Only against hanging. */
const READY_MS = 120_000;
const POLL_MS = 20;

export async function startRoles({ embedded, environment }: BenchServers): Promise<BenchRoles> {
  const [port] = await freePorts(1);
  const variables = {
    KAFKA_BROKERS: embedded.brokers.join(','),
    SCHEMA_REGISTRY_URL: embedded.registryUrl,
    CLICKHOUSE_URL: embedded.clickhouseUrl,
    CLICKHOUSE_DATABASE: environment.CLICKHOUSE_DATABASE,
    QUERY_PORT: String(port),
    LOG_LEVEL: 'info',
  };
  const ingest = await startRole('ingest', variables);
  const query = await startRole('query', variables);
  const startedAt = performance.now();
  const service = `http://127.0.0.1:${port}`;
  while ((await stateOf(service)) !== 'live') {
    if (performance.now() - startedAt > READY_MS) throw new Error('live figures do not come from memory');
    await sleep(POLL_MS);
  }
  const pids = [query.process.pid!, embedded.process.pid!];
  return {
    service,
    readyMs: performance.now() - startedAt,
    cpuMs: () => pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
    async stop() {
      await Promise.all([query.end('SIGTERM'), ingest.end('SIGTERM')]);
    },
  };
}

async function stateOf(service: string): Promise<string> {
  const response = await fetch(`${service}/api/v1/live/agents`);
  await response.arrayBuffer();
  return response.headers.get('linewatch-state') ?? '';
}

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: the state is the first, user and system time the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
