import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';

/** Asks a server that the service depends on for a sign of life; rejects or gives false without one. */
export type ReadinessCheck = () => Promise<boolean>;

/** `/healthz`, `/readyz` with a check a dependency, and `/metrics` for Prometheus. */
export const operationsRoutes =
  (deps: { checks: Readonly<Record<string, ReadinessCheck>>; metrics: Registry }): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { tags: ['operations'] };

    app.get('/healthz', { schema }, () => ({ status: 'ok' }));

    app.get('/readyz', { schema }, async (_request, reply) => {
      const answers = await Promise.all(
        Object.entries(deps.checks).map(
          async ([name, check]) => [name, await check().catch(() => false)] as const,
        ),
      );
      const ready = answers.every(([, alive]) => alive);
      if (!ready) reply.code(503);
      const checks = Object.fromEntries(
        answers.map(([name, alive]) => [name, alive ? 'ok' : 'does not answer']),
      );
      return { status: ready ? 'ok' : 'unavailable', checks };
    });

    app.get('/metrics', { schema }, (_request, reply) => {
      reply.type(deps.metrics.contentType);
      return deps.metrics.metrics();
    });
  };
