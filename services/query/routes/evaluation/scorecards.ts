import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeZone } from '../../../center/home-zone.ts';
import { PERIODS, type PeriodRange, rangeOf, readWhen, type When } from '../../../evaluation/periods.ts';
import { createScorecards } from '../../../evaluation/scorecards.ts';
import { scorecardView } from '../../../evaluation/view.ts';
import type { Fault } from '../../../lib/errors.ts';
import { getOrInsert } from '../../../lib/get-or-insert.ts';
import { toIso } from '../../../lib/time/range.ts';
import type { Filters } from '../../../metrics/filters.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import type { RouteDeps } from '../../deps.ts';
import { dimensionFilters, parametersOf, refuse } from '../parameters.ts';

const { team, queue, channel, agent } = dimensionFilters;

const parameters = parametersOf({
  of: z.enum(['agent', 'team', 'center']).default('agent').describe('Whose scorecards'),
  period: z.enum(PERIODS).default('week').describe("On the clocks of each team's zone"),
  at: z.string().default('now').describe('Which period: now, -1 for the one before, or a date in it'),
  from: z.string().optional().describe('Of a custom period: ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().optional().describe('As from; not in the period'),
  team: team.describe('Whose cards: of these teams; of the whole center, which facts count'),
  agent: agent.describe('Whose cards: of these agents'),
  queue: queue.describe('Which facts count: of these queues'),
  channel: channel.describe('Which facts count: of these channels'),
});
type Parameters = z.output<typeof parameters>;

/** `GET /api/v1/scorecards`: how agents, teams or the center stand against their goals and peers, and why. */
export const scorecardRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const scorecards = createScorecards(deps);
    const schema = { querystring: parameters, tags: ['evaluation'] };
    app.get('/api/v1/scorecards', { schema }, async ({ query }) => {
      const now = deps.now();
      const zone = homeZone(deps.center());
      const faults: Fault[] = [];
      const rangeIn = readPeriod(query, zone, now, faults);
      if (query.of !== 'agent' && query.agent !== undefined && query.agent.length > 0)
        faults.push({ path: 'agent', message: 'is for the scorecards of agents' });
      refuse(faults);
      const { of, period } = query;
      const filters = filtersOf(query);
      const asked = { of, period, rangeIn, filters, shown: shownOf(query) };
      const key = `scorecards ${JSON.stringify([of, period, query.at, query.from, query.to, filters, asked.shown])}`;
      const [freshness, cards] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        deps.share(key, () => scorecards.of(asked)),
      ]);
      const { from, to } = rangeIn(zone);
      return {
        meta: {
          asOf: freshness.asOf === null ? null : toIso(freshness.asOf, zone),
          lagMs: freshness.lagMs,
        },
        of,
        period: { name: period, from: toIso(from, zone), to: toIso(to, zone), tz: zone, ended: to <= now },
        scorecards: cards.map((card) => scorecardView(of, filters, card)),
      };
    });
  };

/** The period in each zone; faults are told of the zone of the center, in which no other words would be read otherwise. */
function readPeriod(
  query: Parameters,
  home: string,
  now: number,
  faults: Fault[],
): (zone: string) => PeriodRange {
  const when = whenOf(query, faults);
  const ranges = new Map<string, PeriodRange>();
  const none = { from: 0, to: 0 };
  if (when === null) return () => none;
  const found = rangeOf(query.period, when, home, now);
  const path = query.period === 'custom' ? 'from' : 'at';
  if (found === null)
    faults.push({
      path,
      message:
        when.kind === 'custom'
          ? 'and to must be ISO 8601, epoch ms, or such as now-6h, the one before the other'
          : 'is no date',
    });
  else if (found.from > now) faults.push({ path, message: 'the period has not begun' });
  return (zone) => getOrInsert(ranges, zone, () => rangeOf(query.period, when, zone, now) ?? none);
}

function whenOf({ period, at, from, to }: Parameters, faults: Fault[]): When | null {
  if (period === 'custom') {
    if (at !== 'now')
      faults.push({ path: 'at', message: 'is for the other periods; a custom one has from and to' });
    if (from === undefined) faults.push({ path: 'from', message: 'says where a custom period begins' });
    if (to === undefined) faults.push({ path: 'to', message: 'says where a custom period ends' });
    return from === undefined || to === undefined ? null : { kind: 'custom', from, to };
  }
  for (const [path, value] of Object.entries({ from, to })) {
    if (value !== undefined) faults.push({ path, message: 'is for period=custom' });
  }
  const when = readWhen(at);
  if (when === null)
    faults.push({ path: 'at', message: 'must be now, such as -1 for the period before, or a date' });
  return when;
}

function filtersOf({ of, queue, channel, team }: Parameters): Filters {
  const given = { queue, channel, ...(of === 'center' ? { team } : {}) };
  return Object.fromEntries(Object.entries(given).filter(([, values]) => values && values.length > 0));
}

function shownOf({ team, agent }: Parameters): { team?: string[]; agent?: string[] } {
  return { ...(team?.length ? { team } : {}), ...(agent?.length ? { agent } : {}) };
}
