import { doorOf } from '../access/door.ts';
import { NO_AUDIT } from '../audit/audit.ts';
import { noteRefusedLogins } from '../audit/requests.ts';
import { withoutTexts } from '../center/texts.ts';
import { createHttpApp, type HttpApp } from '../lib/http/app.ts';
import { operationsRoutes } from '../lib/http/operations.ts';
import { createIntake } from '../lib/kafka/intake.ts';
import { collectorAccess } from './access.ts';
import type { CollectorDeps, CollectorOptions } from './deps.ts';
import { createCollectorMetrics } from './metrics.ts';
import { eventsRoute } from './routes/events.ts';
import { sourceRoutes } from './routes/sources.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** Builds the collector; it listens once its caller says so. */
export async function createCollectorApp(deps: CollectorDeps, options: CollectorOptions): Promise<HttpApp> {
  const app = await createHttpApp({
    log: deps.log,
    title: 'Linewatch collector',
    description: 'Events of help desks and contact systems over HTTP; acknowledged once Kafka has them',
    maxBodyBytes: options.maxBodyBytes,
    requestTimeoutMs: options.requestTimeoutMs,
    guard: async (one) => {
      const { authenticate, limits, metrics: registry } = deps;
      const table = collectorAccess(deps);
      await doorOf({ service: 'collector', authenticate, table, limits, metrics: registry })(one);
      noteRefusedLogins(one, deps.audit ?? NO_AUDIT);
    },
    trustedProxies: deps.trustedProxies,
  });
  app.server.maxConnections = options.maxConnections;
  const metrics = createCollectorMetrics(deps.metrics);
  const { letters } = deps;
  const intake = createIntake(
    { producer: withoutTexts(deps.producer, deps.texts), letters, metrics },
    options,
  );
  await app.register(operationsRoutes({ checks: { kafka: deps.kafkaReachable }, metrics: deps.metrics }));
  await app.register(eventsRoute(options, intake, metrics));
  await app.register(webhookRoutes(deps, options, intake, metrics));
  await app.register(sourceRoutes(deps, options, intake, metrics));
  return app;
}
