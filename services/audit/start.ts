import type { Registry } from 'prom-client';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { createAvroProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import type { Service } from './act.ts';
import { type Audit, createAudit, DEFAULT_AUDIT_OPTIONS } from './audit.ts';
import { createChain } from './chain.ts';
import { createAuditMetrics } from './metrics.ts';

/** The audit log of a role, for as long as the lifecycle runs, whether Kafka is there yet or not. */
export async function startAudit(
  { environment, endpoints, lifecycle, log }: RoleContext,
  service: Service,
  registry: Registry,
): Promise<Audit> {
  const kafka = connectKafka(environment, endpoints, `${service}-audit`, log);
  return lifecycle.start(
    async () => {
      const producer = createAvroProducer(kafka, connectRegistry(endpoints));
      let connected: Awaited<typeof producer> | null = null;
      producer.then(
        (one) => {
          connected = one;
        },
        () => {},
      );
      const audit = createAudit(
        {
          producer,
          chain: createChain(service, Date.now),
          metrics: createAuditMetrics(registry, service),
          log,
        },
        { ...DEFAULT_AUDIT_OPTIONS, required: environment.AUDIT_REQUIRED },
      );
      return {
        ...audit,
        async close() {
          await audit.close();
          // One that has not connected yet tries for ever: it is not waited for.
          await connected?.close();
        },
      };
    },
    (one) => one.close(),
  );
}
