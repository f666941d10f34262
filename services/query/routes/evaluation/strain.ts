import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeZone } from '../../../center/home-zone.ts';
import { type AgentStrain, queryStrain } from '../../../evaluation/strain/strains.ts';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import type { RouteDeps } from '../../deps.ts';
import { agentTimeParameters, refuseQueues } from '../agent-time.ts';
import { parametersOf, readFilters, readRange, refuse } from '../parameters.ts';

/** Longer ranges are for trends: every change of state of every agent is looked at. */
const MAX_DAYS = 31;

const parameters = parametersOf({
  from: z.string().default('now-7d/d').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range. The future does not count'),
  ...agentTimeParameters,
});

/** `GET /api/v1/strain`: who is under strain, and by what. For those who lead people; never part of a score. */
export const strainRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = {
      querystring: parameters,
      tags: ['evaluation'],
      summary: 'Who works under strain, and by what; for those who lead',
    };
    app.get('/api/v1/strain', { schema }, async ({ query }) => {
      const now = deps.now();
      const center = deps.center();
      const tz = query.tz || homeZone(center);
      const faults: Fault[] = [];
      const range = readRange({ ...query, tz }, now, faults);
      if (range.to - range.from > MAX_DAYS * 86_400_000 + 3_600_000)
        faults.push({ path: 'from', message: `is more than ${MAX_DAYS} days before to` });
      refuseQueues(query.queue, faults);
      const filters = readFilters({ agent: query.agent, team: query.team }, [], faults);
      refuse(faults);
      const key = `strain ${JSON.stringify([query.from, query.to, tz, filters])}`;
      const [{ asOf, lagMs }, agents] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        deps.share(key, () => queryStrain({ clickhouse: deps.clickhouse, center }, range, now, filters)),
      ]);
      return {
        meta: {
          from: toIso(range.from, tz),
          to: toIso(range.to, tz),
          tz,
          asOf: asOf === null ? null : toIso(asOf, tz),
          lagMs,
        },
        agents: agents.map(viewOf),
      };
    });
  };

/** Durations are ms. */
function viewOf({
  id,
  name,
  team,
  highOccupancy,
  backToBack,
  overtimeMs,
  breaks,
  level,
  reasons,
}: AgentStrain) {
  const { ms, longestMs, share } = highOccupancy;
  return {
    ...{ id, name, team, level, reasons },
    high_occupancy: { ms, longest_ms: longestMs, share },
    back_to_back: backToBack,
    overtime_ms: overtimeMs,
    breaks,
  };
}
