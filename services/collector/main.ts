import type { Registry } from 'prom-client';
import { authenticateOf } from '../access/authenticate.ts';
import { textsInForce } from '../center/texts.ts';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { listen } from '../lib/http/listen.ts';
import { createKafkaCheck, createLateProducer } from '../lib/kafka/late-producer.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { createCollectorApp } from './app.ts';
import { type CollectorDeps, DEFAULT_COLLECTOR_OPTIONS } from './deps.ts';

const KAFKA_CHECK_MS = 2_000;

/** Starts the collector, whether Kafka is there yet or not; gives its address. */
export async function startCollector(context: RoleContext, metrics: Registry): Promise<string> {
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'collector' });
  const kafka = connectKafka(environment, endpoints, 'collector', log);
  const kafkaCheck = await lifecycle.start(
    async () => createKafkaCheck(kafka, { timeoutMs: KAFKA_CHECK_MS }),
    (check) => check.close(),
  );
  const producer = await lifecycle.start(
    async () =>
      createLateProducer(createAvroProducer(kafka, connectRegistry(endpoints)).then(createEventProducer)),
    (one) => one.close(),
  );
  const deps: CollectorDeps = {
    producer,
    texts: await textsInForce({ ...context, log }),
    kafkaReachable: kafkaCheck.check,
    secrets: {
      zendesk: environment.COLLECTOR_ZENDESK_SECRET,
      intercom: environment.COLLECTOR_INTERCOM_SECRET,
      chatwoot: environment.COLLECTOR_CHATWOOT_SECRET,
    },
    authenticate: authenticateOf(environment),
    metrics,
    log,
    now: Date.now,
  };
  const app = await createCollectorApp(deps, DEFAULT_COLLECTOR_OPTIONS);
  return lifecycle.start(
    () =>
      listen(app, {
        host: environment.HOST,
        port: environment.COLLECTOR_PORT,
        authenticated: deps.authenticate !== undefined,
      }),
    () => app.close(),
  );
}
