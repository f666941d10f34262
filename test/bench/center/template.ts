import { migrate } from '../../../services/lib/clickhouse/migrate.ts';
import { connectClickHouse } from '../../../services/lib/connections.ts';
import { DEFAULT_PROFILE } from '../../../services/simulator/default-profile.ts';
import { eventsBetween } from '../../../services/simulator/events-between.ts';
import type { BenchServers } from '../servers.ts';

/** The database that holds a simulated center as ingest has written it. */
export const TEMPLATE = 'template';

/** A Thursday, eleven in the morning in Berlin, where the simulated center is: tickets wait and lines are busy. */
const ENDS_AT = Date.UTC(2026, 9, 15, 9);
export const TEMPLATE_DAYS = 4;
const DAY_MS = 86_400_000;

/** When the template's present is, UTC ms: what is open then is open. */
export const TEMPLATE_NOW = ENDS_AT;

/** Simulates some days of a center and has ingest store them in a database of their own. */
export async function recordTemplate(servers: BenchServers): Promise<void> {
  const { environment, embedded } = servers;
  const bare = connectClickHouse(environment, embedded, 'default');
  await migrate(bare, TEMPLATE);
  await bare.close();
  const from = ENDS_AT - TEMPLATE_DAYS * DAY_MS;
  const events = [...eventsBetween({ profile: DEFAULT_PROFILE, seed: 1, opensAt: from, from, to: ENDS_AT })];
  const records = await servers.produce(events.values(), events.length);
  const ingest = await servers.startIngest(TEMPLATE);
  await ingest.untilStored(records);
  await ingest.stop();
}
