import type { Registry } from 'prom-client';
import { authenticateOf } from '../access/authenticate.ts';
import { centerInForce } from '../center/in-force.ts';
import { createRoundKeeper } from '../evaluation/rounds/keeper.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { listen } from '../lib/http/listen.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { RoleContext } from '../lib/role.ts';
import { createQueryApp } from './app.ts';

/**
 * Starts the query service; gives its address.
 *
 * @param alsoReady what else must be ready, where other roles run in the same process
 */
export async function startQuery(
  context: RoleContext,
  metrics: Registry,
  alsoReady: Readonly<Record<string, ReadinessCheck>> = {},
): Promise<string> {
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'query' });
  const center = await centerInForce(context);
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const checks = { clickhouse: () => clickhouse.ping(), ...alsoReady };
  const authenticate = authenticateOf(environment);
  const app = await createQueryApp({ clickhouse, center, metrics, checks, authenticate, log, now: Date.now });
  await lifecycle.start(
    async () => {
      const keeper = createRoundKeeper({ clickhouse, center, log, now: Date.now });
      keeper.start();
      return keeper;
    },
    (keeper) => keeper.close(),
  );
  return lifecycle.start(
    () =>
      listen(app, {
        host: environment.HOST,
        port: environment.QUERY_PORT,
        authenticated: authenticate !== undefined,
      }),
    () => app.close(),
  );
}
