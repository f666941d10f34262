import { Registry } from 'prom-client';
import { startIngest } from '../../services/ingest/main.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse } from '../../services/lib/connections.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import type { ServerContext } from '../../services/lib/role.ts';
import { createFeed, type Feed } from '../faults/feed.ts';
import { startServersForTests } from '../support/embedded.ts';
import { kafkaSecurity } from '../support/kafka-security.ts';
import { waitUntil } from '../support/product.ts';

/** Events, duplicates and garbage that ingest has stored, and what the commands need to look at them. */
export interface StoredWorkload extends ServerContext {
  clickhouse: ClickHouse;
  feed: Feed;
  /** Resolves once ingest has stored all that the feed has sent. */
  stored(): Promise<void>;
  stop(): Promise<void>;
}

export async function storeWorkload(records: number): Promise<StoredWorkload> {
  const lifecycle = createLifecycle((error) => {
    throw error;
  });
  const servers = await lifecycle.start(startServersForTests, (one) => one.stop());
  const environment = readEnvironment({
    ...kafkaSecurity(),
    KAFKA_BROKERS: servers.brokers.join(','),
    SCHEMA_REGISTRY_URL: servers.registryUrl,
    CLICKHOUSE_URL: servers.clickhouseUrl,
    CLICKHOUSE_DATABASE: `test_${process.pid}_${Date.now()}`,
    LOG_LEVEL: 'fatal',
  });
  const bare = connectClickHouse(environment, servers, 'default');
  await migrate(bare, environment.CLICKHOUSE_DATABASE);
  const clickhouse = connectClickHouse(environment, servers);
  const feed = await createFeed(servers, 5);
  await feed.produce(records);
  const log = createLog({ level: 'silent' });
  await startIngest({ environment, endpoints: servers, lifecycle, log }, new Registry());
  const stored = () =>
    waitUntil(async () => {
      const sql = 'SELECT sum(next_offset)::Float64 AS n FROM watermarks FINAL';
      const [row] = await clickhouse.query<{ n: number }>({ sql, params: {} });
      return row!.n >= feed.total;
    });
  await stored();
  return {
    environment,
    endpoints: servers,
    clickhouse,
    feed,
    stored,
    async stop() {
      await feed.close();
      await bare.command(`DROP DATABASE ${environment.CLICKHOUSE_DATABASE}`);
      await Promise.all([clickhouse.close(), bare.close()]);
      await lifecycle.stop();
    },
  };
}
