import { once } from 'node:events';
import { Registry } from 'prom-client';
import { startCollector } from '../../services/collector/main.ts';
import { DEFAULT_SETTINGS, startIngest } from '../../services/ingest/main.ts';
import type { RoleContext } from '../../services/lib/role.ts';
import { startQuery } from '../../services/query/main.ts';
import { freePorts } from './ports.ts';
import { startRole } from './role-process.ts';

/** The roles behind a collector's address. */
export interface CollectorRoles {
  /** Of the collector. */
  address: string;
  /** The address of the query service. */
  query: string;
  /** Process ids by role, where each has a process. */
  pids: Readonly<Record<string, number>>;
  /** Rejects when one of them ends by itself. */
  failed: Promise<never>;
}

/** Starts roles, and ends them with the context's lifecycle. */
export type StartRoles = (context: RoleContext) => Promise<CollectorRoles>;

/** Collector, ingest and query service in this process. */
export const rolesHere: StartRoles = async (context) => {
  const metrics = new Registry();
  const { failed } = await startIngest(context, metrics, DEFAULT_SETTINGS);
  const query = await startQuery(context, metrics);
  return {
    address: await startCollector(context, metrics),
    query,
    pids: {},
    failed: failed as Promise<never>,
  };
};

/** Collector, ingest, query service and alerting in a process each, as in production. */
export const rolesApart: StartRoles = async ({ environment, endpoints, lifecycle }) => {
  const [query, collector] = await freePorts(2);
  const variables = {
    KAFKA_BROKERS: endpoints.brokers.join(','),
    SCHEMA_REGISTRY_URL: endpoints.registryUrl,
    CLICKHOUSE_URL: endpoints.clickhouseUrl,
    CLICKHOUSE_DATABASE: environment.CLICKHOUSE_DATABASE,
    QUERY_PORT: String(query),
    COLLECTOR_PORT: String(collector),
    LOG_LEVEL: 'info',
  };
  const pids: Record<string, number> = {};
  const ends: Promise<never>[] = [];
  for (const name of ['ingest', 'query', 'alerting', 'collector']) {
    const { process: child } = await lifecycle.start(
      () => startRole(name, variables),
      async (role) => void (await role.end('SIGTERM')),
    );
    pids[name] = child.pid!;
    ends.push(
      once(child, 'exit').then(([code, signal]) => {
        throw new Error(`${name} ended by itself: ${signal ?? code}`);
      }),
    );
  }
  const failed = Promise.race(ends);
  failed.catch(() => {});
  return { address: `http://127.0.0.1:${collector}`, query: `http://127.0.0.1:${query}`, pids, failed };
};
