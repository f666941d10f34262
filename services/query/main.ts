import type { Registry } from 'prom-client';
import { queryLimits } from '../access/door.ts';
import { accessInForce } from '../access/in-force.ts';
import { noteAccess, noteCenter } from '../audit/reloads.ts';
import { startAudit } from '../audit/start.ts';
import { createRoundKeeper } from '../evaluation/rounds/keeper.ts';
import {
  CLICKHOUSE_TIMEOUT_MS,
  connectClickHouse,
  connectKafka,
  connectRegistry,
} from '../lib/connections.ts';
import { listen } from '../lib/http/listen.ts';
import type { ReadinessCheck } from '../lib/http/operations.ts';
import { createIntake } from '../lib/kafka/intake.ts';
import { createLateProducer } from '../lib/kafka/late-producer.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import type { LiveSource } from '../live/feed.ts';
import { followLive } from '../live/follow.ts';
import { centerOfHashed } from '../privacy/agents-in-center.ts';
import { withHashedScope } from '../privacy/agents-in-requests.ts';
import { hashingProducer } from '../privacy/people.ts';
import { createQueryApp } from './app.ts';

export interface QuerySettings {
  /** What else must be ready, where other roles run in the same process. */
  alsoReady?: Readonly<Record<string, ReadinessCheck>>;
  /** News of what is open, where ingest runs in the same process; it must not have started. Else Kafka has them. */
  feed?: LiveSource;
}

/** Reviews are small and few. Whoever waits for an answer does not wait longer than this. */
const INTAKE = { maxInFlightBytes: 4 * 1_048_576, sendTimeoutMs: 4_000 };

/** Starts the query service; gives its address. */
export async function startQuery(
  context: RoleContext,
  metrics: Registry,
  { alsoReady = {}, feed }: QuerySettings = {},
): Promise<string> {
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'query' });
  const audit = await startAudit({ ...context, log }, 'query', metrics);
  const { center, agents } = await centerOfHashed(context, () => {}, noteCenter(audit));
  const clickhouse = await lifecycle.start(
    async () => connectClickHouse(environment, endpoints),
    (client) => client.close(),
  );
  const kafka = connectKafka(environment, endpoints, 'query', log);
  const producer = await lifecycle.start(
    async () =>
      // Reviews name no customer.
      hashingProducer(
        createLateProducer(createAvroProducer(kafka, connectRegistry(endpoints)).then(createEventProducer)),
        { customers: null, agents },
      ),
    (one) => one.close(),
  );
  const intake = createIntake({ producer, metrics: { inFlight() {}, refused() {} } }, INTAKE);
  const checks = { clickhouse: () => clickhouse.ping(), ...alsoReady };
  const authenticate = withHashedScope(await accessInForce({ ...context, log }, noteAccess(audit)), agents);
  const live = await followLive({ ...context, log }, { clickhouse, kafka, metrics, feed });
  const app = await createQueryApp({
    clickhouse,
    clickhouseTimeoutMs: CLICKHOUSE_TIMEOUT_MS,
    center,
    agents,
    metrics,
    checks,
    authenticate,
    audit,
    limits: queryLimits(environment),
    trustedProxies: environment.TRUSTED_PROXIES,
    intake,
    live,
    log,
    now: Date.now,
  });
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
