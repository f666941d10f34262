import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Reviews } from '../../../center/config/reviews.ts';
import { SHOWN_FROM } from '../../../domain/feedback/blocks.ts';
import type { QualityFigures } from '../../../domain/feedback/quality.ts';
import { isTold, quartersOf } from '../../../domain/feedback/quarters.ts';
import { type PersonFeedback, readFeedback } from '../../../evaluation/feedback/feedback.ts';
import { FORM_SCALE_MAX } from '../../../evaluation/feedback/review-events.ts';
import { rangeOf, readWhen } from '../../../evaluation/periods.ts';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import type { RouteDeps } from '../../deps.ts';
import { dimensionFilters, parametersOf, refuse } from '../parameters.ts';

const { team, agent } = dimensionFilters;

const parameters = parametersOf({
  period: z.enum(['quarter', 'half-year', 'year']).default('quarter').describe('Calendar periods of UTC'),
  at: z.string().default('now').describe('Which period: now, -1 for the one before, or a date in it'),
  team: team.describe('Whose: of the agents of these teams'),
  agent: agent.describe('Whose: of these agents'),
});

const tags = ['evaluation'];
const about = {
  feedback: {
    tags,
    summary: 'What those around agents say of them, from three people up, and quality reviews',
  },
  forms: { tags, summary: 'What the forms of reviews ask' },
};

/** The same for all zones, so that no setting cuts feedback anew. */
const ZONE = 'UTC';

/**
 * `GET /api/v1/feedback`: what those around agents say of them, and quality reviews. `GET /api/v1/feedback/forms`: what
 * the forms ask.
 */
export const feedbackRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/feedback',
      { schema: { querystring: parameters, ...about.feedback } },
      async (request) => {
        const { query } = request;
        const now = deps.now();
        const faults: Fault[] = [];
        const when = readWhen(query.at);
        const range = when && rangeOf(query.period, when, ZONE, now);
        if (range === null)
          faults.push({ path: 'at', message: 'must be now, such as -1 for the period before, or a date' });
        else if (range.from > now) faults.push({ path: 'at', message: 'the period has not begun' });
        else if (!quartersOf(range).every((quarter) => isTold(quarter, now)))
          faults.push({ path: 'at', message: 'feedback is told of this year and the one before' });
        refuse(faults);
        const { from, to } = range!;
        const [{ asOf, lagMs }, people] = await Promise.all([
          readFreshness(deps.clickhouse, now),
          deps.share(`feedback ${from} ${to}`, () =>
            readFeedback(deps, { quarters: quartersOf({ from, to }), from, to }),
          ),
        ]);
        const { reviews } = deps.center();
        return {
          meta: { asOf: asOf === null ? null : toIso(asOf, ZONE), lagMs },
          period: {
            name: query.period,
            from: toIso(from, ZONE),
            to: toIso(to, ZONE),
            tz: ZONE,
            ended: to <= now,
          },
          from: SHOWN_FROM,
          people: people.filter((one) => isAskedFor(one, query)).map((one) => personView(one, reviews)),
        };
      },
    );

    app.get('/api/v1/feedback/forms', { schema: about.forms }, () => {
      const { peer, quality } = deps.center().reviews;
      return {
        peer: { scale_max: FORM_SCALE_MAX, dimensions: peer.dimensions },
        quality: {
          scale_max: FORM_SCALE_MAX,
          items: quality.items.map(({ autoFail, ...item }) => ({ ...item, auto_fail: autoFail })),
        },
      };
    });
  };

function isAskedFor(
  { subject }: PersonFeedback,
  query: { agent?: string[] | undefined; team?: string[] | undefined },
): boolean {
  const isIn = (asked: string[] | undefined, value: string) => !asked?.length || asked.includes(value);
  return isIn(query.agent, subject.id) && isIn(query.team, subject.team);
}

function personView({ subject, dimensions, quality }: PersonFeedback, { peer }: Reviews) {
  const titles = new Map(peer.dimensions.map(({ id, title }) => [id, title]));
  const { id, name, team } = subject;
  return {
    id,
    name,
    team,
    dimensions: dimensions.map((one) => ({ ...one, title: titles.get(one.id) ?? one.id })),
    quality: quality && qualityView(quality),
  };
}

function qualityView({ value, n, items }: QualityFigures) {
  return { value, n, items: items.map(({ autoFail, ...item }) => ({ ...item, auto_fail: autoFail })) };
}
