import type { Registry } from 'prom-client';
import { doorOf } from '../access/door.ts';
import { accessInForce } from '../access/in-force.ts';
import type { Audit } from '../audit/audit.ts';
import { noteAccess } from '../audit/reloads.ts';
import { noteRefusedLogins } from '../audit/requests.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { createHttpApp } from '../lib/http/app.ts';
import { listen } from '../lib/http/listen.ts';
import { operationsRoutes, type ReadinessCheck } from '../lib/http/operations.ts';
import type { RoleContext } from '../lib/role.ts';

const MAX_BODY_BYTES = 1_024;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * `/healthz`, `/readyz` and `/metrics` of a role that has no other port, on OPERATIONS_PORT if it is set; gives the
 * address. To be started before the role, so that one that waits for a server is alive and not ready.
 *
 * @param audit hears who was not let in, and what became of the file of keys
 * @param checks may get more entries once the role has started
 * @param needsClickHouse whether a role without it is not ready
 */
export async function startOperations(
  { environment, endpoints, lifecycle, log }: RoleContext,
  {
    checks,
    metrics,
    audit,
    needsClickHouse = true,
  }: {
    checks: Readonly<Record<string, ReadinessCheck>>;
    metrics: Registry;
    audit: Audit;
    needsClickHouse?: boolean;
  },
): Promise<string | null> {
  const { HOST: host, OPERATIONS_PORT: port } = environment;
  if (port === undefined) return null;
  const clickhouse = needsClickHouse
    ? await lifecycle.start(
        async () => connectClickHouse(environment, endpoints),
        (client) => client.close(),
      )
    : null;
  const authenticate = await accessInForce({ environment, lifecycle, log }, noteAccess(audit));
  const app = await createHttpApp({
    log,
    title: 'Linewatch operations',
    description: 'Health and figures of a process',
    maxBodyBytes: MAX_BODY_BYTES,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    guard: async (one) => {
      await doorOf({ service: 'operations', authenticate, table: {}, metrics })(one);
      noteRefusedLogins(one, audit);
    },
  });
  const all = {
    get checks() {
      return { ...checks, ...(clickhouse === null ? {} : { clickhouse: () => clickhouse.ping() }) };
    },
    metrics,
  };
  await app.register(operationsRoutes(all));
  return lifecycle.start(
    () => listen(app, { host, port, authenticated: authenticate !== undefined }),
    () => app.close(),
  );
}
