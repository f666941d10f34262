import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { bucketStarts, toIso } from '../../lib/time/range.ts';
import { durationOf, type FactMetric, isOfFacts, type Metric } from '../../metrics/definition/metric.ts';
import { readFreshness } from '../../metrics/freshness.ts';
import type { RouteDeps } from '../deps.ts';
import { queryDistribution } from '../queries/distribution.ts';
import { queryHoursOfWeek } from '../queries/hours-of-week.ts';
import { classText } from '../time/edges.ts';
import { parametersOf, rangeParameters, readFilters, readMetrics, readRange, refuse } from './parameters.ts';

/** A little more than a year. */
const MAX_HOURS = 9_000;

const parameters = parametersOf({
  metric: z.string().describe('One id of the catalogue'),
  ...rangeParameters,
});

/**
 * `GET /api/v1/distribution`: how the durations behind a figure are spread.
 * `GET /api/v1/workforce/heatmap`: a figure by weekday and hour.
 */
export const patternRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { clickhouse } = deps;

    /** What both have in common: the range, the filters and the metric, which `accepts` must take. */
    function read<M extends FactMetric>(
      query: z.infer<typeof parameters>,
      accepts: (metric: Metric) => metric is M,
      refusal: string,
    ) {
      const now = deps.now();
      const faults: Fault[] = [];
      const range = readRange(query, now, faults);
      const [metric] = readMetrics([query.metric], faults);
      const filters = readFilters(query, metric ? [metric] : [], faults);
      if (metric && !accepts(metric)) faults.push({ path: 'metric', message: refusal });
      refuse(faults);
      return { ...range, now, filters, metric: metric as M };
    }

    async function metaOf({ from, to, now, metric }: ReturnType<typeof read>, tz: string) {
      const { asOf, lagMs } = await readFreshness(clickhouse, now);
      const { id, title, unit } = metric;
      return {
        from: toIso(from, tz),
        to: toIso(to, tz),
        tz,
        asOf: asOf === null ? null : toIso(asOf, tz),
        lagMs,
        metric: { id, title, unit },
      };
    }

    const schema = { querystring: parameters, tags: ['metrics'] };
    app.get('/api/v1/distribution', { schema }, async ({ query }) => {
      const asked = read(query, isOfDurations, 'is not made of single durations');
      const [meta, rows] = await Promise.all([
        metaOf(asked, query.tz),
        queryDistribution(clickhouse, { ...asked, duration: durationOf(asked.metric)! }),
      ]);
      return { meta, rows: rows.map((row) => ({ class: classText(row.from, row.to), ...row })) };
    });

    app.get('/api/v1/workforce/heatmap', { schema }, async ({ query }) => {
      const asked = read(query, isOfFacts, 'cannot be asked for by weekday and hour');
      const starts = bucketStarts(asked.from, asked.to, '1h', query.tz, MAX_HOURS);
      if (starts.length > MAX_HOURS) refuse([{ path: 'from', message: `more than ${MAX_HOURS} hours` }]);
      const [meta, rows] = await Promise.all([
        metaOf(asked, query.tz),
        queryHoursOfWeek(clickhouse, { ...asked, starts, zone: query.tz }),
      ]);
      return { meta, rows };
    });
  };

const isOfDurations = (metric: Metric): metric is FactMetric =>
  isOfFacts(metric) && durationOf(metric) !== null;
