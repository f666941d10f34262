import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../../lib/errors.ts';
import { isOfFacts } from '../../../metrics/definition/metric.ts';
import { PER_DAY } from '../../../workforce/days.ts';
import { queryHoursOfWeek } from '../../../workforce/heatmap/hours-of-week.ts';
import { slotsBetween } from '../../../workforce/heatmap/slots.ts';
import { STATISTICS } from '../../../workforce/heatmap/statistic.ts';
import { specialDaysOfQueues } from '../../../workforce/special-days.ts';
import type { RouteDeps } from '../../deps.ts';
import { metaOf, readOneMetric } from '../one-metric.ts';
import { parametersOf, rangeParameters, refuse } from '../parameters.ts';

/** A little more than a year of hours, a quarter of one of quarters of an hour. */
const MAX_INTERVALS = 9_000;
const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;

const parameters = parametersOf({
  metric: z.string().describe('One id of the catalogue'),
  ...rangeParameters,
  interval: z.enum(['15m', '30m', '1h']).default('1h').describe('What the day is cut into'),
  statistic: z
    .enum(STATISTICS)
    .default('mean')
    .describe('Of the values week by week. p50 is the median; p10 and p90 by nearest rank'),
  special: z
    .enum(['include', 'exclude'])
    .default('include')
    .describe('exclude: without days that close, end early or are worked instead of others; meta lists them'),
});

/** `GET /api/v1/workforce/heatmap`: a figure by weekday and interval of the day. */
export const heatmapRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/heatmap', { schema }, async ({ query }) => {
      const { tz, interval, statistic } = query;
      const faults: Fault[] = [];
      const accepts = { by: isOfFacts, refusal: 'cannot be asked for by weekday and hour' };
      const asked = readOneMetric(query, deps.now(), accepts, faults);
      const perDay = PER_DAY[interval];
      // By the length of plain days, before any interval is made.
      if ((asked.to - asked.from) / DAY_MS > MAX_INTERVALS / perDay)
        faults.push({ path: 'from', message: `more than ${MAX_INTERVALS} intervals` });
      refuse(faults);
      const slots = slotsBetween(asked.from, asked.to, DAY_MINUTES / perDay, tz);
      const special = specialDaysIn(slots, deps, asked.filters.queue ?? []);
      const left = special.filter(({ kind }) => query.special === 'exclude' && kind !== 'observed');
      const without = new Set(left.map(({ date }) => date));
      const [meta, rows] = await Promise.all([
        metaOf(deps, asked, tz),
        queryHoursOfWeek(deps.clickhouse, { ...asked, statistic, slots, perDay, without }),
      ]);
      const name = interval === '1h' ? 'hours' : 'intervals';
      return {
        meta: { ...meta, interval, statistic, special },
        rows: rows.map(({ day, weekday, values }) => ({ day, weekday, [name]: values })),
      };
    });
  };

/** The special days of the dates that a range touches, in order. */
function specialDaysIn(
  slots: readonly { date: string }[],
  { center }: Pick<RouteDeps, 'center'>,
  queues: readonly string[],
) {
  const yearOf = (at: number) => Number(slots.at(at)!.date.slice(0, 4));
  const { byDate } = specialDaysOfQueues(center(), queues, yearOf(0), yearOf(-1));
  return [...new Set(slots.map(({ date }) => date))].flatMap((date) => byDate.get(date) ?? []);
}
