import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../../lib/errors.ts';
import { HttpProblem } from '../../../lib/http/problems.ts';
import { inSlices } from '../../../lib/in-slices.ts';
import { createInTurn } from '../../../lib/in-turn.ts';
import { isoIn, toIso } from '../../../lib/time/range.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { MAX_AHEAD_DAYS } from '../../../workforce/forecast/forecasts.ts';
import type { Forecasts, SeriesForecast } from '../../../workforce/forecast/series-forecast.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile, toCsv } from '../csv.ts';
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
    // The rows of one answer may take a hundred megabytes: those of many at once would end the process.
    const inTurn = createInTurn();
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
      if (series.reduce((sum, one) => sum + countOf(one, asked), 0) > MAX_ROWS)
        refuse([{ path: 'to', message: `more than ${MAX_ROWS} rows; ask for fewer days or series` }]);
      const rows = await inTurn(async () => {
        if (reply.raw.destroyed) throw new HttpProblem(499, 'CLIENT_GONE', 'Nobody waits for this');
        return rowsOf(series, asked, tz);
      });
      if (query.format === 'csv') {
        asCsvFile(reply, 'forecast.csv');
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

/** Rows by time, made with pauses. */
async function rowsOf(series: readonly SeriesForecast[], range: Range, tz: string): Promise<Row['row'][]> {
  const rows: Row[] = [];
  const iso = isoIn(tz);
  await inSlices(series, (one) => addRows(rows, one, range, iso));
  return rows.sort((a, b) => a.start - b.start).map(({ row }) => row);
}

function countOf({ days }: SeriesForecast, { from, to }: Range): number {
  return days.reduce((sum, { starts }) => sum + starts.filter((at) => at >= from && at < to).length, 0);
}

/** Adds a row for each interval that begins in the range. Queue and channel are there where they are grouped by. */
function addRows(
  rows: Row[],
  { queue, channel, days }: SeriesForecast,
  { from, to }: Range,
  iso: (at: number) => string,
): void {
  for (const day of days) {
    const made = day.made === null ? null : iso(day.made);
    const special = day.special?.name ?? null;
    day.starts.forEach((start, place) => {
      if (start < from || start >= to) return;
      const row: Row['row'] = { bucket: iso(start) };
      if (queue !== null) row.queue = queue;
      if (channel !== null) row.channel = channel;
      for (const column of COLUMNS) row[column] = day[column][place] ?? null;
      row.made = made;
      row.special = special;
      rows.push({ start, row });
    });
  }
}

interface Range {
  from: number;
  to: number;
}
