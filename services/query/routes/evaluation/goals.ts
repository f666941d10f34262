import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { bindFilters } from '../../../access/filters.ts';
import type { Scope } from '../../../access/principal.ts';
import { GOAL_OF, type Goal, ownerOf } from '../../../center/config/goal.ts';
import { homeZone } from '../../../center/home-zone.ts';
import {
  type KnownGoal,
  readGoals,
  readWrittenGoal,
  removeGoal,
  setGoal,
} from '../../../evaluation/goals/goal-book.ts';
import { createGoals } from '../../../evaluation/goals/goals.ts';
import { goalDetail, goalView } from '../../../evaluation/goals/view.ts';
import { journalOf } from '../../../evaluation/journal/journal.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';
import { createInTurn } from '../../../lib/in-turn.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { actorOf, faultsOfActor, orConflict } from '../../acting.ts';
import type { RouteDeps } from '../../deps.ts';
import { mayReadGoal, requireOwn } from '../../own-goals.ts';
import { notFound } from '../../problems.ts';
import { refuse } from '../parameters.ts';
import { goalBody, goalId, goalsParameters, readGoal } from './goal-parameters.ts';
import { removal } from './writing.ts';

const tags = ['evaluation'];

/** `/api/v1/goals`: what is to be reached, how far it is, and who changed it when. Each caller is kept to its own. */
export const goalRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { clickhouse, center, now } = deps;
    const journal = journalOf(clickhouse);
    const goals = createGoals(deps);
    /** Two goals on the same, set at once under two ids, would each find that there is none. */
    const inTurn = createInTurn();

    const listed = {
      querystring: goalsParameters,
      tags,
      summary:
        'Goals of the configuration and of the API: attainment, pace and projection of the period that runs',
    };
    app.get('/api/v1/goals', { schema: listed }, async ({ query, principal }) => {
      const scope = principal?.scope ?? {};
      bindFilters(query, scope);
      const { metric, period, ...owners } = query;
      const wanted = (await readGoals(center(), journal))
        .filter((goal) => mayReadGoal(scope, goal, center()))
        .filter((goal) => isOfOne(owners, goal))
        .filter((goal) => metric === undefined || metric.length === 0 || metric.includes(goal.metric))
        .filter((goal) => period === undefined || goal.period === period);
      const [{ asOf, lagMs }, found] = await Promise.all([
        readFreshness(clickhouse, now()),
        deps.share(`goals ${JSON.stringify([wanted, scope])}`, () => goals.now(wanted, scope)),
      ]);
      return {
        meta: { asOf: asOf === null ? null : toIso(asOf, homeZone(center())), lagMs },
        goals: found.map(goalView),
      };
    });

    async function detailOf(id: string, scope: Scope) {
      const [all, written] = await Promise.all([readGoals(center(), journal), readWrittenGoal(journal, id)]);
      const goal = all.find((one) => one.id === id);
      if (goal === undefined || !mayReadGoal(scope, goal, center())) throw notFound('goal with this id');
      const [one] = await goals.now([goal], scope);
      const history = goal.source === 'api' ? written!.history : [];
      return goalDetail(one!, history, await goals.past(one!, scope));
    }

    app.get(
      '/api/v1/goals/:id',
      { schema: { params: goalId, tags, summary: 'A goal with its history and its last six periods' } },
      async ({ params: { id }, principal }) => detailOf(id, principal?.scope ?? {}),
    );

    const put = {
      params: goalId,
      body: goalBody,
      tags,
      summary: 'Sets a goal, or changes its target. Goals of the configuration are changed there',
    };
    app.put('/api/v1/goals/:id', { schema: put }, async (request, reply) => {
      const { body, params } = request;
      const { id } = params;
      const scope = request.principal?.scope ?? {};
      requireOwn(scope, ownersOf(body), center());
      refuseConfigured(id, center().goals);
      const isNew = await inTurn(async () => {
        const [others, before] = await Promise.all([
          readGoals(center(), journal),
          readWrittenGoal(journal, id),
        ]);
        if (before !== undefined) requireOwn(scope, ownersOf(before.last.body.goal), center());
        const faults = faultsOfActor(request, body.by);
        const goal = readGoal(id, body, { center: center(), others, before }, faults);
        refuse(faults);
        const by = actorOf(request, body.by);
        const version = body.version ?? before?.last.version ?? 0;
        await orConflict(setGoal(journal, goal, body.note ?? null, { at: now(), by, version }));
        return before === undefined || before.isRemoved;
      });
      if (isNew) reply.code(201);
      return detailOf(id, scope);
    });

    const removed = {
      params: goalId,
      querystring: removal,
      tags,
      summary: 'Removes a goal; its history stays',
    };
    app.delete('/api/v1/goals/:id', { schema: removed }, async (request, reply) => {
      const { query, params } = request;
      const { id } = params;
      const by = actorOf(request, query.by);
      const scope = request.principal?.scope ?? {};
      const configured = center().goals.find((goal) => goal.id === id);
      const before = await readWrittenGoal(journal, id);
      const goal = configured ?? (before?.isRemoved === false ? before.last.body.goal : undefined);
      if (goal === undefined || !mayReadGoal(scope, goal, center())) throw notFound('goal with this id');
      refuseConfigured(id, center().goals);
      requireOwn(scope, ownersOf(goal), center());
      const version = query.version ?? before!.last.version;
      await orConflict(removeGoal(journal, goal, { at: now(), by, version }));
      reply.code(204);
    });
  };

/** Nobody named: all. */
function isOfOne(
  owners: Partial<Record<(typeof GOAL_OF)[number], string[] | undefined>>,
  goal: KnownGoal,
): boolean {
  const named = GOAL_OF.filter((of) => (owners[of]?.length ?? 0) > 0);
  return named.length === 0 || named.some((of) => goal[of] !== undefined && owners[of]!.includes(goal[of]));
}

function ownersOf(goal: Parameters<typeof ownerOf>[0]) {
  const owner = ownerOf(goal);
  return owner === null ? [] : [owner];
}

function refuseConfigured(id: string, configured: readonly Goal[]): void {
  if (!configured.some((goal) => goal.id === id)) return;
  throw new HttpProblem(409, 'GOAL_OF_CONFIGURATION', 'This goal stands in the configuration', {
    detail: `the goal ${id} is one of the configuration: change it there, or set another one under another id`,
  });
}
