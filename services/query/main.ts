import type { Registry } from 'prom-client';
import { authenticateOf } from '../access/authenticate.ts';
import { centerInForce } from '../center/in-force.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { listen } from '../lib/http/listen.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import type { RoleContext } from '../lib/role.ts';
import type { LiveFeed } from '../live/feed.ts';
import { keepLiveState } from '../live/live-state.ts';
import { createQueryApp } from './app.ts';

export interface QuerySettings {
  /** What else must be ready, where other roles run in the same process. */
  alsoReady?: Readonly<Record<string, ReadinessCheck>>;
  /** News of what is open, where ingest runs in the same process; it must not have started. */
  feed?: LiveFeed;
}

/**
 * Starts the query service; gives its address.
 */
export async function startQuery(
  context: RoleContext,
  metrics: Registry,
  { alsoReady = {}, feed }: QuerySettings = {},
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
  const live =
    feed === undefined
      ? undefined
      : await lifecycle.start(
          async () => keepLiveState({ clickhouse, feed, log, now: Date.now }),
          async (state) => state.close(),
        );
  const app = await createQueryApp({
    ...{ clickhouse, center, metrics, checks, authenticate, live, log },
    now: Date.now,
  });
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
