import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeZone } from '../../../center/home-zone.ts';
import { ROUND_PERIODS, ROUND_STATES } from '../../../domain/rounds/round.ts';
import { createRoundDesk } from '../../../evaluation/rounds/desk.ts';
import { detailOf } from '../../../evaluation/rounds/detail.ts';
import type { RecordedRound } from '../../../evaluation/rounds/rounds.ts';
import { sideBySide } from '../../../evaluation/rounds/side-by-side.ts';
import { summaryOf } from '../../../evaluation/rounds/view.ts';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import type { RouteDeps } from '../../deps.ts';
import { notFound } from '../../problems.ts';
import { dimensionFilters, parametersOf, refuse } from '../parameters.ts';
import { roundActRoutes } from './round-acts.ts';

const MAX_SIDE_BY_SIDE = 12;

const whose = {
  team: dimensionFilters.team.describe('Rounds of these teams. Repeatable'),
  agent: dimensionFilters.agent.describe('Rounds that these agents are in. Repeatable'),
};
const period = z.enum(ROUND_PERIODS);
const state = z.enum(ROUND_STATES);

const listed = parametersOf({
  ...whose,
  period: period.optional(),
  state: z
    .union([state.transform((one) => [one]), z.array(state)])
    .optional()
    .describe('Repeatable'),
});

const compared = parametersOf({
  ...whose,
  period: period.default('quarter'),
  last: z.coerce.number().int().min(1).max(MAX_SIDE_BY_SIDE).default(4).describe('How many, the newest ones'),
});

const byId = z.object({ id: z.string().min(1).max(220) });

const tags = ['evaluation'];
const schemas = {
  list: { querystring: listed, tags, summary: 'Rounds of evaluation, the newest first' },
  compare: {
    querystring: compared,
    tags,
    summary: 'The figures of agents in their last rounds, side by side',
  },
  one: {
    params: byId,
    tags,
    summary: 'A round with its members, cards, history, and what has changed since',
  },
  pinned: { params: byId, tags, summary: 'What was pinned, as the very bytes of which the hash is' },
};

/** `/api/v1/rounds`: rounds of evaluation, from the agreement on goals to the closed record. */
export const roundRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const desk = createRoundDesk(deps);
    await app.register(roundActRoutes(deps, desk));

    app.get('/api/v1/rounds', { schema: schemas.list }, async ({ query }) => {
      const { state: states } = query;
      const rounds = (await desk.rounds.all()).filter((recorded) => isAsked(recorded, query));
      const summaries = newestFirst(rounds).map(summaryOf);
      return { rounds: summaries.filter((one) => states?.includes(one.state) ?? true) };
    });

    app.get('/api/v1/rounds/compare', { schema: schemas.compare }, async ({ query }) => {
      const { team = [], agent = [], last } = query;
      if (team.length === 0 && agent.length === 0)
        refuse([{ path: 'team', message: 'or agent says whose rounds are compared' }]);
      const rounds = newestFirst((await desk.rounds.all()).filter((recorded) => isAsked(recorded, query)));
      const shown = rounds.slice(0, last).reverse();
      const key = `rounds ${JSON.stringify([shown.map(({ id, round }) => [id, round.version]), agent])}`;
      const [meta, found] = await Promise.all([
        metaOf(deps),
        deps.share(key, () => sideBySide(desk, shown, agent.length === 0 ? null : agent)),
      ]);
      return { meta, period: query.period, ...found };
    });

    app.get('/api/v1/rounds/:id', { schema: schemas.one }, async ({ params: { id } }) => {
      const recorded = await desk.rounds.one(id);
      if (recorded === null) throw notFound('round with this id');
      const [meta, round] = await Promise.all([
        metaOf(deps),
        deps.share(`round ${JSON.stringify([id, recorded.round.version])}`, () => detailOf(desk, recorded)),
      ]);
      return { meta, ...round };
    });

    app.get('/api/v1/rounds/:id/pinned', { schema: schemas.pinned }, async ({ params: { id } }, reply) => {
      const pinned = (await desk.rounds.one(id))?.round.pinned;
      const content = pinned ? (await desk.contents.read(pinned.hash)).content : null;
      if (content === null) throw notFound('pinned content of this round');
      return reply.type('application/json; charset=utf-8').send(canonicalJson(content));
    });
  };

/** How fresh the cards are that are not pinned. */
async function metaOf({ clickhouse, center, now }: RouteDeps) {
  const { asOf, lagMs } = await readFreshness(clickhouse, now());
  return { asOf: asOf === null ? null : toIso(asOf, homeZone(center())), lagMs };
}

interface Asked {
  team?: string[] | undefined;
  agent?: string[] | undefined;
  period?: string | undefined;
}

function isAsked({ round }: RecordedRound, { team = [], agent = [], period: name }: Asked): boolean {
  return (
    (team.length === 0 || team.includes(round.team)) &&
    (agent.length === 0 || round.members.some((member) => agent.includes(member.agent))) &&
    (name === undefined || round.period.name === name)
  );
}

function newestFirst(rounds: readonly RecordedRound[]): RecordedRound[] {
  return rounds.toSorted((a, b) => b.round.period.from - a.round.period.from || (a.id < b.id ? -1 : 1));
}
