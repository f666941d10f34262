import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { edgesOf } from '../../../domain/shifts/cover.ts';
import type { PlannedShift, ShiftProblem } from '../../../domain/shifts/problem.ts';
import { parseDuration } from '../../../lib/duration.ts';
import { codeOf, type Fault } from '../../../lib/errors.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';
import { toIso } from '../../../lib/time/range.ts';
import { daysOf, PER_DAY } from '../../../workforce/days.ts';
import { MAX_AHEAD_DAYS } from '../../../workforce/forecast/forecasts.ts';
import { problemOf } from '../../../workforce/shifts/problem-of.ts';
import type { Requirement } from '../../../workforce/shifts/requirement.ts';
import type { ShiftPlans, TimedPlan } from '../../../workforce/shifts/shift-plans.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile, toCsv } from '../csv.ts';
import { parametersOf, refuse } from '../parameters.ts';
import { amount, readNumber } from './amounts.ts';
import { planningParameters, poolParameter, readPlanning } from './parameters.ts';
import { notesOf } from './staffing-answer.ts';

/** Where shifts come from. */
export interface ShiftSources {
  requirement: Requirement;
  plans: ShiftPlans;
}

const DAY_MS = 86_400_000;
const MAX_DAYS = 35;
const MOST_MS = 60_000;

const parameters = parametersOf({
  ...planningParameters,
  pool: poolParameter('team'),
  shrinkage: amount.describe(
    'Share of planned time that is lost otherwise than to the breaks of the shifts (training, sickness), such as 0.1 or 10%',
  ),
  time_limit: z.string().default('10s').describe('The best plan found until then is given; 60s at most'),
  format: z.enum(['json', 'csv']).default('json'),
});

/** `GET /api/v1/workforce/shifts`: shifts of agents that cover what is required at least cost. */
export const shiftsRoute =
  ({ center, now }: RouteDeps, { requirement, plans }: ShiftSources): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/shifts', { schema }, async ({ query }, reply) => {
      const faults: Fault[] = [];
      const { from, to, tz, zone, interval, filters } = readPlanning(query, center(), now(), faults);
      const must = 'must be a share from 0 to below 1, such as 0.1 or 10%';
      const holds = (share: number) => share >= 0 && share < 1;
      const shrinkage =
        readNumber(query.shrinkage, { path: 'shrinkage', must, holds, isShare: true }, faults) ?? 0;
      const limitMs = parseDuration(query.time_limit);
      if (limitMs === null || limitMs < 1 || limitMs > MOST_MS)
        faults.push({ path: 'time_limit', message: 'must be a duration such as 10s, 60s at most' });
      const days = to - from > (MAX_DAYS + 1) * DAY_MS ? [] : daysOf(from, to, interval, zone);
      if (faults.length === 0 && (days.length === 0 || days.length > MAX_DAYS))
        faults.push({ path: 'to', message: `more than ${MAX_DAYS} days` });
      if (to > now() + (MAX_AHEAD_DAYS + 1) * DAY_MS)
        faults.push({ path: 'to', message: `is more than ${MAX_AHEAD_DAYS} days ahead` });
      refuse(faults);

      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort(new HttpProblem(499, 'CLIENT_GONE', 'Nobody waits for this')));
      const edges = edgesOf({ days, intervalMs: DAY_MS / PER_DAY[interval] });
      const whole = { from: edges[0]!, to: edges.at(-1)! };
      const required = await requirement({
        ...whole,
        interval,
        zone,
        filters,
        shrinkage,
        pooling: query.pool,
      });
      const asked = { zone, days, interval, queues: filters.queue, teams: filters.team };
      const problem = problemOf(center(), asked, required.agents);
      refuseUnplannable(problem);
      const plan = await plans.plan(problem, limitMs!, gone.signal).catch(answerBusy);

      if (query.format === 'csv') {
        asCsvFile(reply, 'schedule.csv');
        return toCsv(
          ['agent', 'activity', 'starts_at', 'ends_at'],
          plan.shifts.flatMap((shift) => stretches(shift, tz)),
        );
      }
      return {
        meta: {
          from: toIso(whole.from, tz),
          to: toIso(whole.to, tz),
          tz,
          interval,
          pool: query.pool,
          shrinkage,
          ...aboutPlan(plan, DAY_MS / PER_DAY[interval]),
          notes: notesOf(required.notes),
        },
        shifts: plan.shifts.map((shift) => ({
          agent: shift.agent,
          pattern: shift.pattern,
          ...timesOf(shift, tz),
          breaks: shift.breaks.map((pause) => timesOf(pause, tz)),
        })),
        rows: problem.required.map((needs, i) => {
          const scheduled = plan.present[i]!;
          return {
            bucket: toIso(edges[i]!, tz),
            required: needs,
            scheduled,
            gap: rounded(scheduled - needs),
          };
        }),
      };
    });
  };

/** Without a pattern or an agent no requirement can be covered: the configuration lacks it, not the plan. */
function refuseUnplannable({ patterns, agents }: ShiftProblem): void {
  const lacks = [
    ...(patterns.length === 0 ? ['workforce.shifts.patterns of the configuration is empty'] : []),
    ...(agents.length === 0
      ? ['no agent of the configuration is in these teams and serves these queues']
      : []),
  ];
  if (lacks.length === 0) return;
  throw new HttpProblem(409, 'NOTHING_TO_PLAN', 'There is nothing to plan with', {
    detail: lacks.join('; '),
  });
}

function answerBusy(error: unknown): never {
  if (!['SHIFTS_BUSY', 'SHIFTS_STOPPED'].includes(codeOf(error))) throw error;
  throw new HttpProblem(503, codeOf(error), 'Shifts cannot be planned now', { cause: error });
}

/** Costs are paid hours weighed by pattern; what is missing is agents times intervals, and the same in hours. */
function aboutPlan(
  { status, cost, missing, objective, penalty, bound, gap, seconds, shifts }: TimedPlan,
  intervalMs: number,
) {
  const agents = new Set(shifts.map(({ agent }) => agent)).size;
  return {
    status,
    cost,
    missing,
    missingHours: (missing * intervalMs) / 3_600_000,
    penalty,
    objective,
    bound,
    gap,
    seconds,
    shifts: shifts.length,
    agents,
  };
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function timesOf({ startsAt, endsAt }: { startsAt: number; endsAt: number }, tz: string) {
  return { startsAt: toIso(startsAt, tz), endsAt: toIso(endsAt, tz) };
}

/** A shift as rows of a schedule: a stretch on the queue, a break, a stretch on the queue. */
function stretches({ agent, startsAt, endsAt, breaks }: PlannedShift, tz: string) {
  const row = (activity: 'on_queue' | 'break', from: number, to: number) =>
    from < to ? [{ agent, activity, starts_at: toIso(from, tz), ends_at: toIso(to, tz) }] : [];
  let at = startsAt;
  const rows = breaks.flatMap((pause) => {
    const before = row('on_queue', at, pause.startsAt);
    at = pause.endsAt;
    return [...before, ...row('break', pause.startsAt, pause.endsAt)];
  });
  return [...rows, ...row('on_queue', at, endsAt)];
}
