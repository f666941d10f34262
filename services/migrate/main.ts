import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { registerSchemas } from '../lib/avro/registration.ts';
import { migrate } from '../lib/clickhouse/migrate.ts';
import { applyRetention } from '../lib/clickhouse/retention.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectClickHouse, connectRegistry, endpointsOf } from '../lib/connections.ts';
import type { Terminal } from '../lib/terminal.ts';

/**
 * Brings the database to the newest version, has it keep rows as long as the configuration says, and says what was done;
 * then registers the schemas, of which those that
 * are registered keep their ids.
 */
export async function migrateDatabase(environment: Environment, terminal: Terminal): Promise<void> {
  const endpoints = endpointsOf(environment);
  const { retention } = loadContactCenter(contactCenterFile(environment));
  const clickhouse = connectClickHouse(environment, endpoints, 'default');
  try {
    const { CLICKHOUSE_DATABASE: database, CLICKHOUSE_CLUSTER: cluster } = environment;
    const done = await migrate(clickhouse, database, cluster === undefined ? {} : { cluster });
    for (const name of done) terminal.say(`applied ${name}`);
    const told = await applyRetention(clickhouse, database, retention, cluster);
    for (const table of told) terminal.say(`retention of ${table} set`);
    if (done.length + told.length === 0) terminal.say('nothing to do');
  } finally {
    await clickhouse.close();
  }
  await registerSchemas(connectRegistry(endpoints));
}
