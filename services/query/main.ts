import type { Registry } from 'prom-client';
import { loadContactCenter } from '../lib/config/contact-center.ts';
import { connectClickHouse } from '../lib/connections.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { RoleContext } from '../lib/role.ts';
import { createQueryApp } from './app.ts';

/** Starts the query service; gives its address. */
export async function startQuery(context: RoleContext, metrics: Registry): Promise<string> {
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'query' });
  const center = loadContactCenter(environment.CONTACT_CENTER_CONFIG);
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const app = await createQueryApp({ clickhouse, center: () => center, metrics, log, now: Date.now });
  return lifecycle.start(
    () => listen(app, environment.HOST, environment.QUERY_PORT),
    () => app.close(),
  );
}

async function listen(
  app: Awaited<ReturnType<typeof createQueryApp>>,
  host: string,
  port: number,
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new LinewatchError('PORT_IN_USE', `port ${port} on ${host} is in use by another program`, {
      cause,
    });
  }
}
