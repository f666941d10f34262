import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ComplaintsRequest, queryComplaints } from '../../../evaluation/complaints/complaints.ts';
import {
  complaintsView,
  overTimeColumns,
  REASON_COLUMNS,
  reasonCells,
} from '../../../evaluation/complaints/view.ts';
import type { Fault } from '../../../lib/errors.ts';
import { bucketStarts, INTERVALS, previousRange, toIso } from '../../../lib/time/range.ts';
import { CONVERSATION_DIMENSIONS } from '../../../metrics/definition/metric.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import type { RouteDeps } from '../../deps.ts';
import { asCsvFile, toCsv } from '../csv.ts';
import { dimensionFilters, parametersOf, readFilters, readRange, refuse } from '../parameters.ts';

const MAX_BUCKETS = 2_000;

const filters = Object.fromEntries(
  CONVERSATION_DIMENSIONS.map((dimension) => [dimension, dimensionFilters[dimension]]),
) as Pick<typeof dimensionFilters, (typeof CONVERSATION_DIMENSIONS)[number]>;

const parameters = parametersOf({
  from: z.string().default('now-28d/d').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range'),
  tz: z.string().default('UTC').describe('IANA time zone of bucket borders and of times without an offset'),
  interval: z.enum(INTERVALS).default('total'),
  ...filters,
  compare: z.enum(['previous']).optional().describe('With the period before, of the same length'),
  format: z
    .enum(['json', 'csv'])
    .default('json')
    .describe('csv: the reasons, or with an interval the counts over time'),
});

/** `GET /api/v1/complaints`: what customers complained about, how soon they were answered, and who had to again. */
export const complaintsRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = {
      querystring: parameters,
      tags: ['evaluation'],
      summary: 'What customers complained about, how soon they were answered, and who had to again',
    };
    app.get('/api/v1/complaints', { schema }, async ({ query }, reply) => {
      const now = deps.now();
      const { tz, interval } = query;
      const faults: Fault[] = [];
      const range = readRange(query, now, faults);
      refuse(faults);
      const starts = bucketStarts(range.from, range.to, interval, tz, MAX_BUCKETS);
      if (starts.length > MAX_BUCKETS)
        faults.push({ path: 'interval', message: `more than ${MAX_BUCKETS} buckets` });
      refuse(faults);
      const asked: ComplaintsRequest = {
        ...range,
        now,
        starts,
        filters: readFilters(query, [], faults),
        complaints: deps.center().complaints,
        previous: query.compare === undefined ? null : previousRange(range.from, range.to, tz),
      };
      const { from, to, filters: by, complaints, previous } = asked;
      const key = `complaints ${JSON.stringify([query.from, query.to, from, to, tz, interval, by, complaints, previous])}`;
      const [freshness, found] = await Promise.all([
        readFreshness(deps.clickhouse, now),
        deps.share(key, () => queryComplaints(deps.clickhouse, asked)),
      ]);
      const view = complaintsView(found, asked, tz);
      if (query.format === 'csv') {
        asCsvFile(reply, 'complaints.csv');
        return interval === 'total'
          ? toCsv(REASON_COLUMNS, view.reasons.map(reasonCells))
          : toCsv(overTimeColumns(view.reasons), view.rows);
      }
      const { asOf, lagMs } = freshness;
      const meta = {
        from: toIso(from, tz),
        to: toIso(to, tz),
        interval,
        tz,
        asOf: asOf === null ? null : toIso(asOf, tz),
        lagMs,
      };
      return { meta, ...view };
    });
  };
