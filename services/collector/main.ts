import type { Registry } from 'prom-client';
import { collectorLimits } from '../access/door.ts';
import { accessInForce } from '../access/in-force.ts';
import { noteAccess, noteCenter } from '../audit/reloads.ts';
import { startAudit } from '../audit/start.ts';
import { centerInForce } from '../center/in-force.ts';
import { createTexts, keepUp } from '../center/texts.ts';
import type { Environment } from '../lib/config/environment.ts';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { codeOf } from '../lib/errors.ts';
import { listen } from '../lib/http/listen.ts';
import { createKafkaCheck, createLateProducer } from '../lib/kafka/late-producer.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { hashingProducer, peopleHashOf } from '../privacy/people.ts';
import { type OwnStates, ownStates } from '../sources/agent-states.ts';
import { customerSecretOf } from '../sources/customer-secret.ts';
import { type CustomerIds, createCustomerIds } from '../sources/customers.ts';
import { sourceOf } from '../sources/index.ts';
import { createCollectorApp } from './app.ts';
import { type CollectorDeps, type CollectorSources, DEFAULT_COLLECTOR_OPTIONS } from './deps.ts';
import { SOURCE_ROUTES } from './sources/index.ts';

const KAFKA_CHECK_MS = 2_000;

/** Starts the collector, whether Kafka is there yet or not; gives its address. */
export async function startCollector(context: RoleContext, metrics: Registry): Promise<string> {
  const { environment, endpoints, lifecycle } = context;
  const log = context.log.child({ role: 'collector' });
  const texts = createTexts();
  const audit = await startAudit({ ...context, log }, 'collector', metrics);
  const center = await centerInForce(
    { ...context, log },
    (changed) => keepUp(texts, changed, log),
    noteCenter(audit),
  );
  await texts.follow(center());
  const sources = sourcesOf(environment, ownStates(center));
  const kafka = connectKafka(environment, endpoints, 'collector', log);
  const kafkaCheck = await lifecycle.start(
    async () => createKafkaCheck(kafka, { timeoutMs: KAFKA_CHECK_MS }),
    (check) => check.close(),
  );
  const avro = createAvroProducer(kafka, connectRegistry(endpoints));
  const producer = await lifecycle.start(
    async () =>
      hashingProducer(
        createLateProducer(avro.then(createEventProducer)),
        peopleHashOf(environment, center().privacy),
      ),
    (one) => one.close(),
  );
  const deps: CollectorDeps = {
    producer,
    letters: { send: async (letters) => (await avro).send(letters) },
    texts,
    kafkaReachable: kafkaCheck.check,
    secrets: {
      zendesk: environment.COLLECTOR_ZENDESK_SECRET,
      intercom: environment.COLLECTOR_INTERCOM_SECRET,
      chatwoot: environment.COLLECTOR_CHATWOOT_SECRET,
    },
    sources,
    authenticate: await accessInForce({ ...context, log }, noteAccess(audit)),
    audit,
    limits: collectorLimits(environment),
    trustedProxies: environment.TRUSTED_PROXIES,
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

function sourcesOf(environment: Environment, states: OwnStates): CollectorSources {
  const secrets = {
    'amazon-connect': environment.COLLECTOR_AMAZON_CONNECT_SECRET,
    genesys: environment.COLLECTOR_GENESYS_SECRET,
    twilio: environment.COLLECTOR_TWILIO_SECRET,
  };
  const isWanted = Object.values(secrets).some((secret) => secret !== undefined);
  return {
    routes: SOURCE_ROUTES,
    sourceOf,
    customers: customersOf(environment, isWanted),
    states,
    secrets,
    publicUrl: environment.COLLECTOR_PUBLIC_URL,
  };
}

/** Who has set up a system hears of it at the start; a collector of help desks alone needs no secret for customers. */
function customersOf(environment: Environment, isWanted: boolean): CustomerIds | null {
  try {
    return createCustomerIds(customerSecretOf(environment));
  } catch (error) {
    if (isWanted || codeOf(error) !== 'CUSTOMER_SECRET_NEEDED') throw error;
    return null;
  }
}
