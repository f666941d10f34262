import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import type { Filters } from '../../metrics/filters.ts';
import { readFreshness } from '../../metrics/freshness.ts';
import { queryLiveAgents } from '../../metrics/live/agents.ts';
import { queryLiveQueues } from '../../metrics/live/queues.ts';
import { queryLiveTargets } from '../../metrics/live/targets.ts';
import type { RouteDeps } from '../deps.ts';
import { dimensionFilters, parametersOf, readFilters, refuse } from './parameters.ts';

/** What `/api/v1/live/queues` answers and the stream pushes. */
export async function liveBoard({ clickhouse, now, share }: RouteDeps, filters: Filters = {}) {
  const [freshness, queues] = await share(`live/queues ${JSON.stringify(filters)}`, () =>
    Promise.all([readFreshness(clickhouse, now()), queryLiveQueues(clickhouse, now(), filters)]),
  );
  return {
    asOf: freshness.asOf === null ? null : new Date(freshness.asOf).toISOString(),
    lagMs: freshness.lagMs,
    queues,
  };
}

const MAX_TARGETS = 1_000;

/** `GET /api/v1/live/*`: what happens now. */
export const liveRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const board = { schema: { querystring: parametersOf(dimensionFilters), tags: ['live'] } };
    app.get('/api/v1/live/queues', board, ({ query }) => liveBoard(deps, readFilters(query, [], [])));

    const querystring = parametersOf({
      state: z.enum(['at_risk', 'breached']).default('at_risk'),
      limit: z.coerce.number().int().min(1).max(MAX_TARGETS).default(100),
      ...dimensionFilters,
    });
    app.get('/api/v1/live/targets', { schema: { querystring, tags: ['live'] } }, ({ query }) => {
      const faults: Fault[] = [];
      const filters = readFilters(query, [], faults);
      refuse(faults);
      const { state, limit } = query;
      return deps.share(`live/targets ${JSON.stringify({ state, limit, filters })}`, () =>
        queryLiveTargets(deps.clickhouse, { now: deps.now(), state, limit, filters }),
      );
    });

    const { agent, team, queue } = dimensionFilters;
    const who = { schema: { querystring: parametersOf({ agent, team, queue }), tags: ['live'] } };
    app.get('/api/v1/live/agents', who, ({ query }) => {
      const filters = readFilters(query, [], []);
      return deps.share(`live/agents ${JSON.stringify(filters)}`, () =>
        queryLiveAgents(deps.clickhouse, deps.now(), filters),
      );
    });
  };
