import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { labelNames } from '../../center/config/alerting/labels.ts';
import type { Fault } from '../../lib/errors.ts';
import { actorOf } from '../acting.ts';
import type { QueryDeps } from '../deps.ts';
import { notFound } from '../problems.ts';
import { acknowledge, queryAlert, queryAlerts, queryDeliveries, queryOpenLabels } from '../queries/alerts.ts';
import { querySilences, type Silence, saveSilence } from '../queries/silences.ts';
import { annotationOf } from './annotation.ts';
import { dimensionFilters, parametersOf, readFilters, readRange, refuse } from './parameters.ts';

const MAX_PAGE = 1_000;
const STATES = ['pending', 'firing', 'resolved', 'recorded'] as const;

/** Narrows to alerts about one of the values; those about no queue (or team, or channel) are then left out. */
const about = (what: 'queue' | 'channel' | 'team') =>
  dimensionFilters[what].describe(`Alerts about this ${what} only, not those about none. Repeatable`);

const listed = parametersOf({
  from: z.string().default('now-24h').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range'),
  tz: z.string().default('UTC'),
  state: z
    .union([z.enum(STATES).transform((one) => [one]), z.array(z.enum(STATES))])
    .default(['firing', 'resolved'])
    .describe('Repeatable. Open alerts are there whenever they began'),
  queue: about('queue'),
  channel: about('channel'),
  team: about('team'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
});

const marked = listed.omit({ state: true }).extend({ limit: listed.shape.limit.default(MAX_PAGE) });

const person = z.string().min(1).max(200).describe('Who does it; with a key, it is the key that says so');
const note = z.string().max(1_000).default('');
const byId = z.object({ id: z.string().min(1).max(64) });

const newSilence = z.object({
  matchers: z
    .record(z.string().min(1).max(64), z.array(z.string().max(200)).min(1))
    .refine((matchers) => Object.keys(matchers).length > 0, 'a silence for everything is not allowed')
    .describe('Label to the values that it may have, such as { "queue": ["billing"] }; all must match'),
  startsAt: z.iso.datetime({ offset: true }).optional().describe('Now if not given'),
  endsAt: z.iso.datetime({ offset: true }),
  by: person,
  comment: note,
});

/** `/api/v1/alerts` and `/api/v1/silences`: what alerts there are, and what people did about them. */
export const alertRoutes =
  (deps: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { clickhouse, now } = deps;

    app.get('/api/v1/alerts', { schema: { querystring: listed, tags: ['alerts'] } }, async ({ query }) => {
      const faults: Fault[] = [];
      const range = readRange(query, now(), faults);
      const filters = readFilters(query, [], faults);
      refuse(faults);
      const { state: states, limit } = query;
      const alerts = await queryAlerts(clickhouse, { ...range, states, limit, filters });
      const told = await queryDeliveries(clickhouse, alerts);
      return { alerts: alerts.map((alert) => ({ ...alert, told: told.get(alert.id) ?? [] })) };
    });

    app.get(
      '/api/v1/alerts/annotations',
      { schema: { querystring: marked, tags: ['alerts'] } },
      async ({ query: { limit, ...query } }) => {
        const faults: Fault[] = [];
        const range = readRange(query, now(), faults);
        const filters = readFilters(query, [], faults);
        refuse(faults);
        const states = ['firing', 'resolved'];
        const alerts = await queryAlerts(clickhouse, { ...range, states, limit, filters, overlapping: true });
        return { alerts: alerts.map((alert) => annotationOf(alert, now())) };
      },
    );

    const acknowledgement = z.object({ by: person, note });
    app.post(
      '/api/v1/alerts/:id/acknowledge',
      { schema: { params: byId, body: acknowledgement, tags: ['alerts'] } },
      async (request) => {
        const { id } = request.params;
        const { by, note: why } = request.body;
        if ((await queryAlert(clickhouse, id)) === null) throw notFound('alert with this id');
        await acknowledge(clickhouse, { id, at: now(), by: actorOf(request, by), note: why });
        return queryAlert(clickhouse, id);
      },
    );

    /** A silence by a label that no alert has keeps nothing quiet, and whoever made it counts on it. */
    async function faultsOfLabels(names: readonly string[]): Promise<Fault[]> {
      const known = labelNames(deps.center().alerting.rules);
      if (names.some((name) => !known.has(name)))
        for (const name of await queryOpenLabels(clickhouse)) known.add(name);
      const labels = [...known].join(', ');
      return names
        .filter((name) => !known.has(name))
        .map((name) => ({
          path: `matchers.${name}`,
          message: `no alert has this label; there are ${labels}`,
        }));
    }

    app.get('/api/v1/silences', { schema: { tags: ['alerts'] } }, async () => ({
      silences: (await querySilences(clickhouse, now())).map(viewOf),
    }));

    app.post(
      '/api/v1/silences',
      { schema: { body: newSilence, tags: ['alerts'] } },
      async (request, reply) => {
        const { body } = request;
        const { matchers, comment } = body;
        const by = actorOf(request, body.by);
        const startsAt = body.startsAt === undefined ? now() : Date.parse(body.startsAt);
        const endsAt = Date.parse(body.endsAt);
        const faults = await faultsOfLabels(Object.keys(matchers));
        if (endsAt <= Math.max(startsAt, now()))
          faults.push({ path: 'endsAt', message: 'must be after startsAt and in the future' });
        refuse(faults);
        const silence: Silence = { id: randomUUID(), matchers, startsAt, endsAt, by, comment };
        await saveSilence(clickhouse, silence, now());
        reply.code(201);
        return viewOf(silence);
      },
    );

    app.delete(
      '/api/v1/silences/:id',
      { schema: { params: byId, tags: ['alerts'] } },
      async (request, reply) => {
        const at = now();
        const silence = (await querySilences(clickhouse, at)).find(({ id }) => id === request.params.id);
        if (silence === undefined) throw notFound('silence with this id that has not ended');
        await saveSilence(clickhouse, { ...silence, endsAt: at }, at);
        reply.code(204);
      },
    );
  };

function viewOf({ startsAt, endsAt, ...silence }: Silence) {
  return { ...silence, startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() };
}
