import { Registry } from 'prom-client';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { type ClickHouse, createClickHouse } from '../../../services/lib/clickhouse/client.ts';
import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { createLog } from '../../../services/lib/log.ts';
import { createQueryApp } from '../../../services/query/app.ts';
import { shareClickHouseForTests } from '../../support/embedded-clickhouse.ts';

/** The query service on an empty database of its own. */
export interface QueryAppForTests {
  clickhouse: ClickHouse;
  /** @throws Error unless the answer is a 200 */
  get(url: string, headers?: Record<string, string>): Promise<string>;
  status(url: string): Promise<number>;
  /** The answer whatever it is. */
  ask(url: string): Promise<{ statusCode: number; statusMessage: string; body: string }>;
  stop(): Promise<void>;
}

/**
 * @param now UTC ms
 * @param configuration of the contact center, YAML
 * @param through what the service asks its ClickHouse through
 */
export async function startQueryApp(
  now: number,
  configuration = '',
  through = (clickhouse: ClickHouse): ClickHouse => clickhouse,
): Promise<QueryAppForTests> {
  const server = await shareClickHouseForTests();
  const open = (database: string) =>
    createClickHouse({ url: server.url, database, requestTimeoutMs: 60_000 });
  const bare = open('default');
  const database = `query_${process.pid}_${Date.now()}`;
  await migrate(bare, database);
  const clickhouse = open(database);
  const center = parseContactCenter(configuration, 'test.yaml');
  const app = await createQueryApp({
    clickhouse: through(clickhouse),
    center: () => center,
    metrics: new Registry(),
    checks: {},
    log: createLog({ level: 'silent' }),
    now: () => now,
  });
  return {
    clickhouse,
    async get(url, headers = {}) {
      const { statusCode, body } = await app.inject({ method: 'GET', url, headers });
      if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
      return body;
    },
    async ask(url) {
      const { statusCode, statusMessage, body } = await app.inject({ method: 'GET', url });
      return { statusCode, statusMessage, body };
    },
    status: async (url) => (await app.inject({ method: 'GET', url })).statusCode,
    async stop() {
      await app.close();
      await bare.command(`DROP DATABASE ${database}`, {});
      await Promise.all([bare.close(), clickhouse.close()]);
      await server.stop();
    },
  };
}
