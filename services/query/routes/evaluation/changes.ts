import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { datedChange } from '../../../center/changes.ts';
import {
  type Change,
  changeFields,
  ENDS_AFTER_IT_BEGAN,
  endsAfterItBegan,
} from '../../../center/config/changes.ts';
import { homeZone } from '../../../center/home-zone.ts';
import { allChanges, type KnownChange, readWrittenChange, writeChange } from '../../../evaluation/changes.ts';
import { journalOf } from '../../../evaluation/journal/journal.ts';
import type { Fault } from '../../../lib/errors.ts';
import { createInTurn } from '../../../lib/in-turn.ts';
import { actorOf, faultsOfActor, orConflict } from '../../acting.ts';
import type { QueryDeps } from '../../deps.ts';
import { requireOwn } from '../../own-goals.ts';
import { notFound } from '../../problems.ts';
import { dimensionFilters, parametersOf, readRange, refuse } from '../parameters.ts';
import { expectedVersion, person, removal } from './writing.ts';

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
  source: 'configuration' | 'api';
  /** Of those that people marked, with the version that they may change; else null and 0. */
  id: string | null;
  version: number;
  by: string | null;
}

const changeId = z.object({ id: z.string().min(1).max(200).describe('Of the change') });

const body = z
  .strictObject({ ...changeFields, by: person, version: expectedVersion })
  .refine(endsAfterItBegan, ENDS_AFTER_IT_BEGAN);

const tags = ['evaluation'];

/** `/api/v1/changes`: what was changed when, for marks in charts and to be compared by; and what people mark. */
export const changeRoutes =
  ({ clickhouse, center, now }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const journal = journalOf(clickhouse);
    /** Two changes of one name, marked at once under two ids, would each find that there is none. */
    const inTurn = createInTurn();

    const listed = {
      querystring: parameters,
      tags,
      summary: 'Changes of the configuration and of the API, as marks for charts',
    };
    app.get('/api/v1/changes', { schema: listed }, async ({ query }) => {
      const faults: Fault[] = [];
      const { from, to } = readRange(query, now(), faults);
      refuse(faults);
      const changes = (await allChanges(center(), journal))
        .filter(({ at, until }) => at < to && (until ?? at) >= from)
        .filter((change) => ABOUT.every((name) => isAbout(change[name], query[name])));
      return { changes: changes.slice(-query.limit).map(markOf) };
    });

    const put = { params: changeId, body, tags, summary: 'Marks a change, or corrects one that was marked' };
    app.put('/api/v1/changes/:id', { schema: put }, async (request, reply) => {
      const { by: own, version: expected, ...change } = request.body;
      const { id } = request.params;
      const scope = request.principal?.scope ?? {};
      requireOwn(scope, concernedBy(change), center());
      return inTurn(async () => {
        const [all, before] = await Promise.all([
          allChanges(center(), journal),
          readWrittenChange(journal, id),
        ]);
        if (before !== undefined) requireOwn(scope, concernedBy(before.last.body), center());
        refuse([...faultsOfActor(request, own), ...faultsOf(change, id, all)]);
        const by = actorOf(request, own);
        const version = expected ?? before?.last.version ?? 0;
        const dated = datedChange(change, homeZone(center()));
        await orConflict(writeChange(journal, 'set', dated, { id, version, at: now(), by }));
        if (before === undefined || before.isRemoved) reply.code(201);
        return markOf({ ...dated, source: 'api', id, version: version + 1, by });
      });
    });

    const removed = {
      params: changeId,
      querystring: removal,
      tags,
      summary: 'Removes a change that was marked',
    };
    app.delete('/api/v1/changes/:id', { schema: removed }, async (request, reply) => {
      const { id } = request.params;
      const by = actorOf(request, request.query.by);
      const before = await readWrittenChange(journal, id);
      if (before === undefined || before.isRemoved) throw notFound('change with this id');
      const { version: last, body: change } = before.last;
      requireOwn(request.principal?.scope ?? {}, concernedBy(change), center());
      const version = request.query.version ?? last;
      await orConflict(writeChange(journal, 'removed', change, { id, version, at: now(), by }));
      reply.code(204);
    });

    function faultsOf(change: Change, id: string, all: readonly KnownChange[]): Fault[] {
      const faults = (['queue', 'team'] as const).flatMap((of) =>
        change[of]
          .filter((name) => !center()[`${of}s`].some((one) => one.id === name))
          .map((name) => ({ path: of, message: `there is no ${of} ${name}` })),
      );
      const isTaken = all.some((other) => other.name === change.name && other.id !== id);
      return isTaken ? [...faults, { path: 'name', message: `${change.name} is there already` }] : faults;
    }
  };

/** Whose it is: who leads these alone may mark it. */
const concernedBy = ({ queue, team }: Pick<Change, 'queue' | 'team'>) => [
  ...queue.map((id) => ({ of: 'queue' as const, id })),
  ...team.map((id) => ({ of: 'team' as const, id })),
];

const ABOUT = ['queue', 'channel', 'team'] as const;

/** What concerns all concerns whatever is asked for. */
const isAbout = (concerned: readonly string[], asked: readonly string[] = []) =>
  concerned.length === 0 || asked.length === 0 || concerned.some((one) => asked.includes(one));

function markOf({ name, at, until, queue, channel, team, ...written }: KnownChange): ChangeMark {
  const { source, id, version, by } = written;
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
    source,
    id,
    version,
    by,
  };
}
