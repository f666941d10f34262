import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../../lib/errors.ts';
import { toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { MAX_AHEAD_DAYS } from '../../../workforce/forecast/forecasts.ts';
import type { Forecasts, SeriesForecast } from '../../../workforce/forecast/series-forecast.ts';
import type { RouteDeps } from '../../deps.ts';
import { toCsv } from '../csv.ts';
import { parametersOf, refuse } from '../parameters.ts';
import { planningParameters, readPlanning, seriesParameter } from './parameters.ts';

const MAX_ROWS = 200_000;
const DAY_MS = 86_400_000;

const COLUMNS = ['forecast', 'lower80', 'upper80', 'lower95', 'upper95', 'aht', 'actual'] as const;

const parameters = parametersOf({
  ...planningParameters,
  group_by: seriesParameter,
  format: z.enum(['json', 'csv']).default('json'),
});

/** `GET /api/v1/workforce/forecast`: contacts and handling times expected, and what came where that is known. */
export const forecastRoute =
  ({ clickhouse, center, now: clock }: RouteDeps, forecasts: Forecasts): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['workforce'] };
    app.get('/api/v1/workforce/forecast', { schema }, async ({ query }, reply) => {
      const now = clock();
      const faults: Fault[] = [];
      const { tz, ...asked } = readPlanning(query, center(), now, faults);
      if (asked.to > now + (MAX_AHEAD_DAYS + 1) * DAY_MS)
        faults.push({ path: 'to', message: `is more than ${MAX_AHEAD_DAYS} days ahead` });
      refuse(faults);
      const [{ asOf, lagMs }, series] = await Promise.all([
        readFreshness(clickhouse, now),
        forecasts.of({ ...asked, groupBy: query.group_by }),
      ]);
      const rows = series
        .flatMap((one) => rowsOf(one, asked, tz))
        .sort((a, b) => a.start - b.start)
        .map(({ row }) => row);
      if (rows.length > MAX_ROWS)
        refuse([{ path: 'to', message: `more than ${MAX_ROWS} rows; ask for fewer days or series` }]);
      if (query.format === 'csv') {
        reply
          .header('content-disposition', 'attachment; filename="forecast.csv"')
          .type('text/csv; charset=utf-8');
        return toCsv(['bucket', 'queue', 'channel', ...COLUMNS, 'made', 'special'], rows);
      }
      return {
        meta: {
          from: toIso(asked.from, tz),
          to: toIso(asked.to, tz),
          tz,
          interval: asked.interval,
          asOf: asOf === null ? null : toIso(asOf, tz),
          lagMs,
          series: series.map(({ days, ...about }) => about),
          // Those of all series in one list: what draws tables cannot look into lists within lists.
          notes: series.flatMap(({ queue, channel, notes }) =>
            notes.map((note) => ({ queue, channel, ...note })),
          ),
        },
        rows,
      };
    });
  };

interface Row {
  start: number;
  row: Record<string, string | number | null>;
}

/** A row for each interval that begins in the range. Queue and channel are there where they are grouped by. */
function rowsOf({ queue, channel, days }: SeriesForecast, { from, to }: Range, tz: string): Row[] {
  return days.flatMap((day) => {
    const made = day.made === null ? null : toIso(day.made, tz);
    return day.starts.flatMap((start, place) => {
      if (start < from || start >= to) return [];
      const row = {
        bucket: toIso(start, tz),
        ...(queue !== null && { queue }),
        ...(channel !== null && { channel }),
        ...Object.fromEntries(COLUMNS.map((column) => [column, day[column][place] ?? null])),
        made,
        special: day.special?.name ?? null,
      };
      return [{ start, row }];
    });
  });
}

interface Range {
  from: number;
  to: number;
}
