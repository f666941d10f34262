import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Deed } from '../../../domain/rounds/acts.ts';
import { ROUND_PERIODS } from '../../../domain/rounds/round.ts';
import type { RoundDesk } from '../../../evaluation/rounds/desk.ts';
import { detailOf } from '../../../evaluation/rounds/detail.ts';
import { newGoals } from '../../../evaluation/rounds/new-goals.ts';
import { goalsOfTeam, roundName } from '../../../evaluation/rounds/opening.ts';
import { roundId, roundPeriod } from '../../../evaluation/rounds/periods.ts';
import { OutOfTurn, type RecordedRound } from '../../../evaluation/rounds/rounds.ts';
import { zonesOf } from '../../../evaluation/subjects.ts';
import type { Fault } from '../../../lib/errors.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';
import { actorOf, faultsOfActor, orConflict } from '../../acting.ts';
import type { RouteDeps } from '../../deps.ts';
import { badRequest, notFound } from '../../problems.ts';
import { refuse } from '../parameters.ts';
import { mayActFor } from './round-actors.ts';

const name = z.string().min(1).max(200);
const by = name.optional().describe('Who does it, where there are no keys');
const byId = z.object({ id: z.string().min(1).max(220) });

const opening = z.strictObject({
  team: name,
  period: z.enum(ROUND_PERIODS),
  at: z
    .string()
    .default('now')
    .describe('Which one: now, -1 for the one before, 1 for the next, or a date in it'),
  by,
});

const goals = z.strictObject({
  agent: name.optional().describe('Whose goals; of all members, if not given'),
  goals: z
    .array(
      z.strictObject({
        metric: name,
        variant: name.optional(),
        goal: z
          .union([z.number(), z.string().max(40)])
          .nullable()
          .describe("In the metric's unit, times also as 4h; null leaves the goal as it was"),
        weight: z.number().positive().max(1_000).optional(),
        direction: z.enum(['at_least', 'at_most']).optional(),
      }),
    )
    .min(1)
    .max(50)
    .describe('In place of those before: a metric that is not in it no longer counts'),
  by,
});

const confirmation = z.strictObject({
  agent: name,
  as: z.enum(['agent', 'supervisor']),
  goals_version: z
    .number()
    .int()
    .optional()
    .describe('Of the goals that were looked at: refused where they have changed since'),
  by,
});

const note = z.strictObject({ agent: name, text: z.string().trim().min(1).max(4_000), by });
/** Where there is nothing to say, there need not be a body. */
const alone = z
  .strictObject({ by })
  .nullish()
  .transform((body) => body ?? {});

/** What is done in a round. Each answers with the round as it is then; what is out of turn is 409, and says why. */
export const roundActRoutes =
  (deps: RouteDeps, desk: RoundDesk): FastifyPluginAsyncZod =>
  async (app) => {
    const tags = ['evaluation'];
    const schemaOf = <Body extends z.ZodType>(body: Body, summary: string) => ({
      params: byId,
      body,
      tags,
      summary,
    });
    const schemas = {
      open: { body: opening, tags, summary: 'Opens the round of a team and period' },
      goals: schemaOf(goals, 'Sets the goals of one agent, or of all'),
      confirmations: schemaOf(confirmation, 'Agent or supervisor confirm goals'),
      remarks: schemaOf(note, 'What the supervisor says of a pinned card'),
      answers: schemaOf(note, 'What the agent answers'),
      pin: schemaOf(alone, 'Pins the cards, once the period is over'),
      close: schemaOf(alone, 'Closes the round'),
    };

    async function found(id: string): Promise<RecordedRound> {
      const recorded = await desk.rounds.one(id);
      if (recorded === null) throw notFound('round with this id');
      return recorded;
    }

    /** Does something in the round as it is now, and shows what it has become. */
    async function act(request: FastifyRequest, recorded: RecordedRound, deed: Deed) {
      const { by: named } = request.body as { by?: string };
      const actor = actorOf(request, named);
      return detailOf(desk, await orRefused(desk.rounds.act(recorded.id, recorded, deed, actor, deps.now())));
    }

    app.post('/api/v1/rounds', { schema: schemas.open }, async (request, reply) => {
      const { team, period: length, at, by: named } = request.body;
      const center = deps.center();
      const faults: Fault[] = faultsOfActor(request, named);
      const listed = center.teams.find(({ id }) => id === team);
      const period = roundPeriod(length, at, zonesOf(center)(team), deps.now());
      if (period === null)
        faults.push({
          path: 'at',
          message:
            'must be now, -1 for the period before, 1 for the next, or a date in one of the last ten years',
        });
      const given = await goalsOfTeam(deps, team, length);
      if (given.length === 0)
        faults.push({
          path: 'team',
          message: 'has no agents with a scorecard: there is nobody to agree with',
        });
      refuse(faults);
      const id = roundId(team, period!);
      const body = { team, name: roundName(listed?.name ?? team, period!), period: period!, given };
      const actor = actorOf(request, named);
      const seen = await desk.rounds.one(id);
      const opened = await orRefused(desk.rounds.act(id, seen, { what: 'opened', body }, actor, deps.now()));
      reply.code(201);
      return detailOf(desk, opened);
    });

    app.put('/api/v1/rounds/:id/goals', { schema: schemas.goals }, async (request) => {
      const { agent, goals: wanted, by: named } = request.body;
      const recorded = await found(request.params.id);
      const faults: Fault[] = faultsOfActor(request, named);
      const given = await newGoals(deps, recorded, agent, wanted, faults);
      refuse(faults);
      if (given.length === 0) return detailOf(desk, recorded);
      return act(request, recorded, { what: 'goals_set', body: { given } });
    });

    app.post('/api/v1/rounds/:id/confirmations', { schema: schemas.confirmations }, async (request) => {
      const { agent, as, goals_version: goalsVersion } = request.body;
      mayActFor(request, as, agent);
      const body = { agent, as, ...(goalsVersion === undefined ? {} : { goalsVersion }) };
      return act(request, await found(request.params.id), { what: 'confirmed', body });
    });

    app.post('/api/v1/rounds/:id/remarks', { schema: schemas.remarks }, async (request) => {
      const { agent, text } = request.body;
      return act(request, await found(request.params.id), { what: 'remarked', body: { agent, text } });
    });

    app.post('/api/v1/rounds/:id/answers', { schema: schemas.answers }, async (request) => {
      const { agent, text } = request.body;
      mayActFor(request, 'agent', agent);
      return act(request, await found(request.params.id), { what: 'answered', body: { agent, text } });
    });

    app.post('/api/v1/rounds/:id/pin', { schema: schemas.pin }, async (request) => {
      const actor = actorOf(request, request.body.by);
      const recorded = await found(request.params.id);
      return detailOf(desk, await orRefused(desk.pin(recorded, actor)));
    });

    app.post('/api/v1/rounds/:id/close', { schema: schemas.close }, async (request) =>
      act(request, await found(request.params.id), { what: 'closed', body: {} }),
    );
  };

/** Answers 409 with the reason where something is out of turn or was changed meanwhile. */
async function orRefused<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await orConflict(write);
  } catch (error) {
    if (!(error instanceof OutOfTurn)) throw error;
    if (error.code === 'NO_MEMBER') throw badRequest([{ path: 'agent', message: error.message }]);
    throw new HttpProblem(409, error.code, 'Not as the round stands', { detail: error.message });
  }
}
