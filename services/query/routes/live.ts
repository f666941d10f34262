import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { QueryDeps } from '../deps.ts';
import { readFreshness } from '../queries/freshness-query.ts';
import { queryLiveQueues } from '../queries/live-queues.ts';

/** What `/api/v1/live/queues` answers and the stream pushes. */
export async function liveBoard({ clickhouse, now }: Pick<QueryDeps, 'clickhouse' | 'now'>) {
  const at = now();
  const [freshness, queues] = await Promise.all([
    readFreshness(clickhouse, at),
    queryLiveQueues(clickhouse, at),
  ]);
  return {
    asOf: freshness.asOf === null ? null : new Date(freshness.asOf).toISOString(),
    lagMs: freshness.lagMs,
    queues,
  };
}

/** `GET /api/v1/live/*`: what happens now. */
export const liveRoutes =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/v1/live/queues', { schema: { tags: ['live'] } }, () => liveBoard(deps));
  };
