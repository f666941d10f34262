import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ContactCenter } from '../../../center/contact-center.ts';
import type { Fault } from '../../../lib/errors.ts';
import { isZone, toIso } from '../../../lib/time/range.ts';
import type { Forecasts } from '../../../workforce/forecast/series-forecast.ts';
import { type IntradayRow, queryIntraday } from '../../../workforce/intraday/intraday.ts';
import type { IntradayStaffing } from '../../../workforce/intraday/staffing-port.ts';
import type { RouteDeps } from '../../deps.ts';
import { readFreshness } from '../../queries/freshness-query.ts';
import { toCsv } from '../csv.ts';
import { dimensionFilters, parametersOf, refuse } from '../parameters.ts';
import { planningZone } from './planning-zone.ts';

const GROUPS = ['queue', 'channel'] as const;

const { queue, channel, team } = dimensionFilters;
const parameters = parametersOf({
  tz: z.string().optional().describe("IANA time zone; that of the default calendar if it isn't given"),
  interval: z.enum(['15m', '30m', '1h']).default('30m'),
  queue,
  channel,
  team: team.describe('The queues of these teams'),
  group_by: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap((one) => one.split(',').filter(Boolean)))
    .pipe(z.array(z.enum(GROUPS)))
    .default([])
    .describe('A series for each queue, channel or both; without it, one of all together'),
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

/** What the route needs beside the database. */
export interface IntradayServices {
  forecasts: Forecasts;
  /** What queues are staffed by, as the configuration has it now. */
  staffing: () => IntradayStaffing;
}

/** `GET /api/v1/workforce/intraday`: today as it goes. */
export const intradayRoute =
  ({ clickhouse, center, now: clock, share }: RouteDeps, services: IntradayServices): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/intraday', { schema }, async ({ query }, reply) => {
      const now = clock();
      const tz = query.tz ?? planningZone(center());
      const faults: Fault[] = [];
      if (!isZone(tz)) faults.push({ path: 'tz', message: 'is not an IANA time zone' });
      const filters = readPlanned(query, center(), faults);
      refuse(faults);
      const groupBy = GROUPS.filter((dimension) => query.group_by.includes(dimension));
      const key = JSON.stringify([tz, query.interval, filters, groupBy]);
      const { asOf, lagMs, today } = await share(`workforce/intraday ${key}`, async () => {
        const freshness = await readFreshness(clickhouse, now);
        const deps = { clickhouse, forecasts: services.forecasts, staffing: services.staffing() };
        const asked = { now, asOf: freshness.asOf, interval: query.interval, zone: tz, filters, groupBy };
        return { ...freshness, today: await queryIntraday(deps, asked) };
      });
      const rows = today.rows.map((row) => shownRow(row, groupBy, tz));
      if (query.format === 'csv') {
        reply
          .header('content-disposition', 'attachment; filename="intraday.csv"')
          .type('text/csv; charset=utf-8');
        return toCsv(['bucket', ...groupBy, ...COLUMNS], rows);
      }
      const stretch = <S extends { from: number; to: number }>(one: S) => ({
        ...one,
        from: toIso(one.from, tz),
        to: toIso(one.to, tz),
      });
      return {
        meta: {
          date: today.date,
          from: toIso(today.from, tz),
          to: toIso(today.to, tz),
          tz,
          interval: query.interval,
          now: toIso(now, tz),
          asOf: asOf === null ? null : toIso(asOf, tz),
          lagMs,
          factor: today.series.length === 1 ? today.series[0]!.factor : null,
          series: today.series.map(({ queue: ofQueue, channel: ofChannel, ...series }) => ({
            ...named({ queue: ofQueue, channel: ofChannel }, groupBy),
            ...series,
          })),
          missed: today.missed.map(stretch),
          mend: today.mend.map(stretch),
        },
        rows,
      };
    });
  };

type Group = (typeof GROUPS)[number];

/** What is planned by are queues and channels: a team is its queues. */
function readPlanned(
  query: Partial<Record<Group | 'team', string[] | undefined>>,
  { queues }: ContactCenter,
  faults: Fault[],
): Partial<Record<Group, string[]>> {
  const channels = query.channel?.length ? { channel: query.channel } : {};
  const asked = query.queue ?? [];
  const teams = query.team ?? [];
  if (teams.length === 0) return asked.length > 0 ? { ...channels, queue: asked } : channels;
  const ofTeams = queues.filter((one) => one.team !== undefined && teams.includes(one.team));
  const both = ofTeams.map(({ id }) => id).filter((id) => asked.length === 0 || asked.includes(id));
  if (both.length === 0)
    faults.push({ path: 'team', message: `${teams.join(', ')}: no such queue is in the configuration` });
  return { ...channels, queue: both };
}

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
