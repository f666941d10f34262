import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { type IntradayDeps, type IntradayRow, queryIntraday } from '../../../workforce/intraday/intraday.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile, toCsv } from '../csv.ts';
import { parametersOf, refuse } from '../parameters.ts';
import { planningParameters, readPlanning, seriesParameter } from './parameters.ts';

const { tz: zone, interval, queue, channel, team } = planningParameters;
const parameters = parametersOf({
  tz: zone,
  interval,
  queue,
  channel,
  team,
  group_by: seriesParameter,
  format: z.enum(['json', 'csv']).default('json'),
});

const COLUMNS = [
  'actual',
  'forecast',
  'reforecast',
  'lower80',
  'upper80',
  'required',
  'scheduled',
  'present',
  'serviceLevel',
  'expectedServiceLevel',
  'gap',
] as const;

/** `GET /api/v1/workforce/intraday`: today as it goes. */
export const intradayRoute =
  (
    { clickhouse, center, now: clock, share }: RouteDeps,
    services: Pick<IntradayDeps, 'forecasts' | 'staffing'>,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/intraday', { schema }, async ({ query }, reply) => {
      const now = clock();
      const faults: Fault[] = [];
      const today = { from: 'now/d', to: 'now/d' };
      const { tz, from: _, to: __, ...asked } = readPlanning({ ...query, ...today }, center(), now, faults);
      refuse(faults);
      const groupBy = GROUPS.filter((dimension) => query.group_by.includes(dimension));
      const key = JSON.stringify([asked, groupBy]);
      const { asOf, lagMs, found } = await share(`workforce/intraday ${key}`, async () => {
        const freshness = await readFreshness(clickhouse, now);
        const request = { ...asked, groupBy, now, asOf: freshness.asOf };
        return { ...freshness, found: await queryIntraday({ clickhouse, ...services }, request) };
      });
      const rows = found.rows.map((row) => shownRow(row, groupBy, tz));
      if (query.format === 'csv') {
        asCsvFile(reply, 'intraday.csv');
        return toCsv(['bucket', ...groupBy, ...COLUMNS], rows);
      }
      const stretch = <S extends { from: number; to: number }>(one: S) => ({
        ...one,
        from: toIso(one.from, tz),
        to: toIso(one.to, tz),
      });
      return {
        meta: {
          date: found.date,
          from: toIso(found.from, tz),
          to: toIso(found.to, tz),
          tz,
          interval: asked.interval,
          now: toIso(now, tz),
          asOf: asOf === null ? null : toIso(asOf, tz),
          lagMs,
          factor: found.series.length === 1 ? found.series[0]!.factor : null,
          series: found.series.map(({ queue: ofQueue, channel: ofChannel, ...series }) => ({
            ...named({ queue: ofQueue, channel: ofChannel }, groupBy),
            ...series,
          })),
          missed: found.missed.map(stretch),
          mend: found.mend.map(stretch),
        },
        rows,
      };
    });
  };

const GROUPS = ['queue', 'channel'] as const;
type Group = (typeof GROUPS)[number];

function named(
  series: Readonly<Record<Group, string | null>>,
  groupBy: readonly Group[],
): Partial<Record<Group, string | null>> {
  return Object.fromEntries(groupBy.map((dimension) => [dimension, series[dimension]]));
}

function shownRow(row: IntradayRow, groupBy: readonly Group[], tz: string) {
  return {
    bucket: toIso(row.from, tz),
    ...named(row, groupBy),
    ...(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])) as Pick<
      IntradayRow,
      (typeof COLUMNS)[number]
    >),
  };
}
