import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { homeZone } from '../../../center/home-zone.ts';
import {
  labelOf,
  PERIODS,
  type PeriodRange,
  rangeOf,
  readWhen,
  type When,
} from '../../../evaluation/periods.ts';
import { createScorecards, type Scorecard, type ScorecardsRequest } from '../../../evaluation/scorecards.ts';
import { trendOf } from '../../../evaluation/trend.ts';
import { type ScorecardView, scorecardView } from '../../../evaluation/view.ts';
import type { Fault } from '../../../lib/errors.ts';
import { getOrInsert } from '../../../lib/get-or-insert.ts';
import { toIso } from '../../../lib/time/range.ts';
import type { Filters } from '../../../metrics/filters.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { rollupShortcut } from '../../../rollups/answer.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile } from '../csv.ts';
import { dimensionFilters, parametersOf, refuse } from '../parameters.ts';
import { scorecardsCsv } from './scorecards-csv.ts';

/** Each is a scorecard of everybody. */
const MAX_PERIODS = 12;

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
  last: z.coerce
    .number()
    .int()
    .min(2)
    .max(MAX_PERIODS)
    .optional()
    .describe('Of one agent, one team or the center: how the score went over so many periods'),
  exact: z.enum(['now']).optional().describe('Read every fact anew instead of what is summed up by the hour'),
  format: z.enum(['json', 'csv']).default('json'),
});
type Parameters = z.output<typeof parameters>;

/** `GET /api/v1/scorecards`: how agents, teams or the center stand against their goals and peers, and why. */
export const scorecardRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const scorecards = createScorecards(deps);
    const schema = {
      querystring: parameters,
      tags: ['evaluation'],
      summary: 'How agents, teams or the center stand against their goals and peers, and why',
    };
    app.get('/api/v1/scorecards', { schema }, async ({ query }, reply) => {
      const now = deps.now();
      const zone = homeZone(deps.center());
      const faults: Fault[] = [];
      const periodsBack = readPeriod(query, zone, now, faults);
      checkSubjects(query, faults);
      refuse(faults);
      const { of, period, last, format, exact } = query;
      const filters = filtersOf(query);
      /** The cards of the period, or of one so many before. */
      const cardsOf = (back: number) => {
        const rangeIn = periodsBack(back);
        const asked: ScorecardsRequest = { of, period, rangeIn, filters, shown: shownOf(query) };
        const { at, from, to } = query;
        const key = `scorecards ${JSON.stringify([of, period, at, from, to, back, filters, asked.shown, exact])}`;
        return deps.share(key, () => cardsBy(asked));
      };
      const cardsBy = async (asked: ScorecardsRequest) => {
        // Percentiles of people are few enough to be of the values themselves.
        const { shortcut, answered } = rollupShortcut(deps.clickhouse, deps.hours, {
          exactPercentiles: true,
        });
        const cards = await scorecards.of({ ...asked, shortcut: exact === 'now' ? undefined : shortcut });
        return { cards, settledAsOf: answered.settledAsOf };
      };
      const [freshness, newest] = await Promise.all([readFreshness(deps.clickhouse, now), cardsOf(0)]);
      const { cards } = newest;
      const behind = [newest.settledAsOf];
      const past: { range: (zone: string) => PeriodRange; cards: Scorecard[] }[] = [];
      // One after the other: the whole trend loads the store no more than a scorecard does.
      for (let back = (last ?? 1) - 1; back > 0; back -= 1) {
        const then = await cardsOf(back);
        past.push({ range: periodsBack(back), cards: then.cards });
        behind.push(then.settledAsOf);
      }
      const settledAsOf = Math.min(...behind.map((one) => one ?? Number.POSITIVE_INFINITY));
      past.push({ range: periodsBack(0), cards });
      const range = periodsBack(0)(zone);
      const { from, to } = range;
      if (format === 'csv') {
        asCsvFile(reply, 'scorecards.csv');
        // Written once the answer has been narrowed to what the caller may see.
        reply.serializer((answer: { scorecards: ScorecardView[] }) => scorecardsCsv(answer.scorecards));
      }
      return {
        meta: {
          asOf: freshness.asOf === null ? null : toIso(freshness.asOf, zone),
          lagMs: freshness.lagMs,
          settledAsOf: Number.isFinite(settledAsOf) ? toIso(settledAsOf, zone) : null,
        },
        of,
        period: {
          name: period,
          label: period === 'custom' ? null : labelOf(period, range, zone),
          from: toIso(from, zone),
          to: toIso(to, zone),
          tz: zone,
          ended: to <= now,
        },
        scorecards: cards.map((card) => ({
          ...scorecardView(of, filters, card),
          ...(last === undefined || period === 'custom' ? {} : { trend: trendOf(card, period, past, now) }),
        })),
      };
    });
  };

/** Agents are named for their own cards only; a trend is of one card. */
function checkSubjects({ of, agent, team, last, period }: Parameters, faults: Fault[]): void {
  if (of !== 'agent' && agent !== undefined && agent.length > 0)
    faults.push({ path: 'agent', message: 'is for the scorecards of agents' });
  if (last === undefined) return;
  if (period === 'custom') faults.push({ path: 'last', message: 'is for the other periods' });
  const named = of === 'agent' ? agent : team;
  if (of !== 'center' && named?.length !== 1) faults.push({ path: 'last', message: `is for one ${of}` });
}

/**
 * The period, or one so many before it, in each zone; faults are told of the zone of the center, in which no other words
 * would be read otherwise.
 */
function readPeriod(
  query: Parameters,
  home: string,
  now: number,
  faults: Fault[],
): (back: number) => (zone: string) => PeriodRange {
  const when = whenOf(query, faults);
  const ranges = new Map<string, PeriodRange>();
  const none = { from: 0, to: 0 };
  if (when === null) return () => () => none;
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
  return (back) => {
    const then = when.kind === 'custom' ? when : { ...when, offset: (when.offset ?? 0) - back };
    return (zone) =>
      getOrInsert(ranges, `${back} ${zone}`, () => rangeOf(query.period, then, zone, now) ?? none);
  };
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
