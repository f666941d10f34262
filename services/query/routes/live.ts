import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import type { LiveStatus } from '../../live/live-state.ts';
import { lookAtAgents, lookAtAgentsOfQueues, lookAtQueues, lookAtTargets } from '../../live/look.ts';
import type { Filters } from '../../metrics/filters.ts';
import type { Freshness } from '../../metrics/freshness.ts';
import { queryLiveAgents } from '../../metrics/live/agents.ts';
import { boardOf, type LiveQueue } from '../../metrics/live/board.ts';
import { queryLiveQueues, queryRecentFigures } from '../../metrics/live/queues.ts';
import { queryLiveTargets } from '../../metrics/live/targets.ts';
import type { RouteDeps } from '../deps.ts';
import { sharedFreshness } from '../fresh.ts';
import { dimensionFilters, parametersOf, readFilters, refuse } from './parameters.ts';

/** What `/api/v1/live/queues` answers and the stream pushes. */
export async function liveBoard(deps: RouteDeps, filters: Filters = {}) {
  const { asOf, lagMs, state, queues } = await boardNow(deps, filters);
  return { asOf: asOf === null ? null : new Date(asOf).toISOString(), lagMs, state, queues };
}

/** Where figures come from and how they are. `stored`: this process keeps no live state. */
type LiveAnswer = Freshness & { state: LiveStatus | 'stored' };

/**
 * From memory where there is a mirror. Where it does not have all of what ended lately, these figures are asked for once a
 * second at most: they change slowly.
 */
async function boardNow(deps: RouteDeps, filters: Filters): Promise<LiveAnswer & { queues: LiveQueue[] }> {
  const { clickhouse, live, now, share, keep } = deps;
  const key = `live/queues ${JSON.stringify(filters)}`;
  const mirror = live?.mirror() ?? null;
  if (live === undefined || mirror === null) {
    const [answer, queues] = await share(key, () =>
      Promise.all([liveStateNow(deps), queryLiveQueues(clickhouse, now(), filters)]),
    );
    return { ...answer, queues };
  }
  const stored = mirror.lately.isWhole(now())
    ? undefined
    : await keep(key, () => queryRecentFigures(clickhouse, now(), filters));
  const at = now();
  const agents = lookAtAgentsOfQueues(mirror, at);
  const queues = boardOf({ ...lookAtQueues(mirror, at, filters), agents, ...stored }, at);
  return { ...live.freshness(), state: live.status(), queues };
}

/** How fresh figures are that are read now: those of storage while there are none in memory. */
export async function liveStateNow({ clickhouse, live, now, share }: RouteDeps): Promise<LiveAnswer> {
  const state = live?.status() ?? 'stored';
  if (live !== undefined && live.mirror() !== null) return { ...live.freshness(), state };
  return { ...(await sharedFreshness({ clickhouse, share }, now())), state };
}

/** The same beside answers that are lists. */
function tellState(reply: FastifyReply, { asOf, lagMs, state }: LiveAnswer): void {
  void reply.header('linewatch-state', state);
  if (asOf !== null) void reply.header('linewatch-as-of', new Date(asOf).toISOString());
  if (lagMs !== null) void reply.header('linewatch-lag-ms', String(lagMs));
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
    app.get('/api/v1/live/targets', { schema: { querystring, tags: ['live'] } }, async ({ query }, reply) => {
      const faults: Fault[] = [];
      const filters = readFilters(query, [], faults);
      refuse(faults);
      const { state, limit } = query;
      const request = { now: deps.now(), state, limit, filters };
      tellState(reply, await liveStateNow(deps));
      const mirror = deps.live?.mirror() ?? null;
      if (mirror !== null) return lookAtTargets(mirror, request);
      return deps.share(`live/targets ${JSON.stringify({ state, limit, filters })}`, () =>
        queryLiveTargets(deps.clickhouse, request),
      );
    });

    const { agent, team, queue } = dimensionFilters;
    const who = { schema: { querystring: parametersOf({ agent, team, queue }), tags: ['live'] } };
    app.get('/api/v1/live/agents', who, async ({ query }, reply) => {
      const filters = readFilters(query, [], []);
      tellState(reply, await liveStateNow(deps));
      const mirror = deps.live?.mirror() ?? null;
      if (mirror !== null) return lookAtAgents(mirror, deps.now(), filters);
      return deps.share(`live/agents ${JSON.stringify(filters)}`, () =>
        queryLiveAgents(deps.clickhouse, deps.now(), filters),
      );
    });
  };
