import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { readFreshness } from '../../metrics/freshness.ts';
import type { QueryDeps } from '../deps.ts';
import { queryPipeline } from '../queries/pipeline.ts';

/** `GET /api/v1/pipeline`: lag a partition, rates, dead letters, freshness. */
export const pipelineRoute =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/v1/pipeline', { schema: { tags: ['operations'] } }, async () => {
      const now = deps.now();
      const [freshness, state] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        queryPipeline(deps.clickhouse, now),
      ]);
      return { ...freshness, ...state };
    });
  };
