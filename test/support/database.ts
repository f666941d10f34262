import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { type ClickHouse, createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { shareClickHouseForTests } from './embedded-clickhouse.ts';

/** An empty database with our tables. `client` inserts rows as objects. */
export interface DatabaseForTests {
  clickhouse: ClickHouse;
  client: ClickHouseClient;
  stop(): Promise<void>;
}

/** @param database its name; the same for nobody else on the server */
export async function startDatabaseForTests(database: string): Promise<DatabaseForTests> {
  const server = await shareClickHouseForTests();
  const bare = createClickHouse({ url: server.url, database: 'default', requestTimeoutMs: 60_000 });
  await migrate(bare, database);
  await bare.close();
  const clickhouse = createClickHouse({ url: server.url, database, requestTimeoutMs: 60_000 });
  const client = createClient({ url: server.url, database });
  return {
    clickhouse,
    client,
    async stop() {
      await clickhouse.command(`DROP DATABASE ${database}`);
      await Promise.all([clickhouse.close(), client.close()]);
      await server.stop();
    },
  };
}
