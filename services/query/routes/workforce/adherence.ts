import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeZone } from '../../../center/home-zone.ts';
import type { Fault } from '../../../lib/errors.ts';
import { getOrInsert } from '../../../lib/get-or-insert.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { type AgentAdherence, queryAdherence } from '../../../workforce/adherence/adherence.ts';
import { queryExceptions, type ScheduleException } from '../../../workforce/adherence/exceptions.ts';
import type { QueryDeps } from '../../deps.ts';
import { badRequest } from '../../problems.ts';
import { agentTimeParameters, refuseQueues } from '../agent-time.ts';
import { asCsvFile, toCsv } from '../csv.ts';
import { parametersOf, readFilters, readRange, refuse } from '../parameters.ts';

/** So many stretches out of schedule are told at most. */
const MAX_EXCEPTIONS = 50_000;

const parameters = parametersOf({
  from: z.string().default('now/d').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now/d').describe('As from; not in the range. The future does not count'),
  ...agentTimeParameters,
  detail: z
    .enum(['exceptions'])
    .optional()
    .describe('exceptions: of each agent also when something else was done than planned'),
  format: z.enum(['json', 'csv']).default('json'),
});

const AGENT_COLUMNS = [
  'agent',
  'name',
  'team',
  'scheduledMs',
  'outOfScheduleMs',
  'adherence',
  'conformance',
  'state',
  'planned',
] as const;
const EXCEPTION_COLUMNS = ['agent', 'planned', 'did', 'from', 'to', 'ms'] as const;

/** `GET /api/v1/workforce/adherence`: how each agent keeps to the schedule. */
export const adherenceRoute =
  ({ clickhouse, center, now: clock }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/adherence', { schema }, async ({ query }, reply) => {
      const now = clock();
      const tz = query.tz || homeZone(center());
      const faults: Fault[] = [];
      const range = readRange({ ...query, tz }, now, faults);
      refuseQueues(query.queue, faults);
      refuse(faults);
      const filters = readFilters({ agent: query.agent, team: query.team }, [], faults);
      const request = { ...range, now, filters };
      const [freshness, agents, exceptions] = await Promise.all([
        readFreshness(clickhouse, now),
        queryAdherence({ clickhouse, center: center() }, request),
        query.detail === undefined ? [] : queryExceptions(clickhouse, request, MAX_EXCEPTIONS),
      ]);
      if (exceptions === null)
        throw badRequest([{ path: 'from', message: `more than ${MAX_EXCEPTIONS} exceptions: narrow it` }]);
      if (query.format === 'csv') {
        asCsvFile(reply, 'adherence.csv');
        return query.detail === undefined
          ? toCsv(
              AGENT_COLUMNS,
              agents.map((row) => ({ ...row })),
            )
          : toCsv(
              EXCEPTION_COLUMNS,
              exceptions.map((exception) => ({ ...placed(exception, tz), agent: exception.agent })),
            );
      }
      const { asOf, lagMs } = freshness;
      return {
        meta: {
          from: toIso(range.from, tz),
          to: toIso(range.to, tz),
          tz,
          asOf: asOf === null ? null : toIso(asOf, tz),
          lagMs,
        },
        rows: query.detail === undefined ? agents : withExceptions(agents, exceptions, tz),
      };
    });
  };

function withExceptions(agents: AgentAdherence[], exceptions: ScheduleException[], tz: string) {
  const ofAgent = new Map<string, ReturnType<typeof placed>[]>();
  for (const one of exceptions) getOrInsert(ofAgent, one.agent, () => []).push(placed(one, tz));
  return agents.map((row) => ({ ...row, exceptions: ofAgent.get(row.agent) ?? [] }));
}

function placed({ planned, did, from, to }: ScheduleException, tz: string) {
  return { planned, did, from: toIso(from, tz), to: toIso(to, tz), ms: to - from };
}
