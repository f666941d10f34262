import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { QueryDeps } from '../deps.ts';
import { readFreshness } from '../queries/freshness-query.ts';
import { queryPipeline } from '../queries/pipeline.ts';

/** Health, Prometheus metrics and the state of the pipeline. */
export const operationsRoutes =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/healthz', { schema: { tags: ['operations'] } }, () => ({ status: 'ok' }));

    app.get('/readyz', { schema: { tags: ['operations'] } }, async (_request, reply) => {
      try {
        const { lagMs } = await readFreshness(deps.clickhouse, deps.now());
        return { status: 'ok', checks: { clickhouse: 'ok' }, lagMs };
      } catch {
        reply.code(503);
        return { status: 'unavailable', checks: { clickhouse: 'does not answer' }, lagMs: null };
      }
    });

    app.get('/metrics', { schema: { tags: ['operations'] } }, async (_request, reply) => {
      reply.type(deps.metrics.contentType);
      return deps.metrics.metrics();
    });

    app.get('/api/v1/pipeline', { schema: { tags: ['operations'] } }, async () => {
      const now = deps.now();
      const [freshness, state] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        queryPipeline(deps.clickhouse, now),
      ]);
      return { ...freshness, ...state };
    });
  };
