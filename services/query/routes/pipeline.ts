import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { readFreshness } from '../../metrics/freshness.ts';
import type { RouteDeps } from '../deps.ts';
import { queryPipeline } from '../queries/pipeline.ts';
import { liveStateNow } from './live.ts';

/** `GET /api/v1/pipeline`: lag a partition, rates, dead letters, freshness; of `live`, how fresh live figures are. */
export const pipelineRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/v1/pipeline', { schema: { tags: ['operations'] } }, async () => {
      const now = deps.now();
      const [freshness, state, live] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        queryPipeline(deps.clickhouse, now),
        liveStateNow(deps),
      ]);
      return { ...freshness, ...state, live };
    });
  };
