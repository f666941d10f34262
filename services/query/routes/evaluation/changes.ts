import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changesOf, type DatedChange } from '../../../center/changes.ts';
import type { Fault } from '../../../lib/errors.ts';
import type { QueryDeps } from '../../deps.ts';
import { dimensionFilters, parametersOf, readRange, refuse } from '../parameters.ts';

const MAX_CHANGES = 1_000;

const about = (what: 'queue' | 'channel' | 'team') =>
  dimensionFilters[what].describe(`Changes about this ${what}, and those about all. Repeatable`);

const parameters = parametersOf({
  from: z.string().default('now-90d').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range'),
  tz: z.string().default('UTC'),
  queue: about('queue'),
  channel: about('channel'),
  team: about('team'),
  limit: z.coerce.number().int().min(1).max(MAX_CHANGES).default(MAX_CHANGES),
});

/** A change as a mark in a chart, in the words of Grafana's annotations. Times are ISO 8601, UTC. */
export interface ChangeMark {
  time: string;
  /** When it was undone; `time`, if it holds on. */
  timeEnd: string;
  title: string;
  text: string;
  /** Joined by commas. */
  tags: string;
  queue: readonly string[];
  channel: readonly string[];
  team: readonly string[];
}

/** `GET /api/v1/changes`: what was changed when, for marks in charts. */
export const changesRoute =
  ({ center, now }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['evaluation'] };
    app.get('/api/v1/changes', { schema }, async ({ query }) => {
      const faults: Fault[] = [];
      const { from, to } = readRange(query, now(), faults);
      refuse(faults);
      const changes = changesOf(center())
        .filter(({ at, until }) => at < to && (until ?? at) >= from)
        .filter((change) => ABOUT.every((name) => isAbout(change[name], query[name])));
      return { changes: changes.slice(-query.limit).map(markOf) };
    });
  };

const ABOUT = ['queue', 'channel', 'team'] as const;

/** What concerns all concerns whatever is asked for. */
const isAbout = (concerned: readonly string[], asked: readonly string[] = []) =>
  concerned.length === 0 || asked.length === 0 || concerned.some((one) => asked.includes(one));

function markOf({ name, at, until, queue, channel, team }: DatedChange): ChangeMark {
  const concerned = [...queue, ...channel, ...team];
  return {
    time: new Date(at).toISOString(),
    timeEnd: new Date(until ?? at).toISOString(),
    title: name,
    text: concerned.join(' · '),
    tags: ['change', ...concerned].join(','),
    queue,
    channel,
    team,
  };
}
