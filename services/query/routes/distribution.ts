import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { durationOf, type FactMetric, isOfFacts, type Metric } from '../../metrics/definition/metric.ts';
import type { RouteDeps } from '../deps.ts';
import { queryDistribution } from '../queries/distribution.ts';
import { classText } from '../time/edges.ts';
import { metaOf, readOneMetric } from './one-metric.ts';
import { parametersOf, rangeParameters, refuse } from './parameters.ts';

const parameters = parametersOf({
  metric: z.string().describe('One id of the catalogue'),
  ...rangeParameters,
});

/** `GET /api/v1/distribution`: how the durations behind a figure are spread. */
export const distributionRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { querystring: parameters, tags: ['metrics'] };
    app.get('/api/v1/distribution', { schema }, async ({ query }) => {
      const faults: Fault[] = [];
      const accepts = { by: isOfDurations, refusal: 'is not made of single durations' };
      const asked = readOneMetric(query, deps.now(), accepts, faults);
      refuse(faults);
      const [meta, rows] = await Promise.all([
        metaOf(deps, asked, query.tz),
        queryDistribution(deps.clickhouse, { ...asked, duration: durationOf(asked.metric)! }),
      ]);
      return { meta, rows: rows.map((row) => ({ class: classText(row.from, row.to), ...row })) };
    });
  };

const isOfDurations = (metric: Metric): metric is FactMetric =>
  isOfFacts(metric) && durationOf(metric) !== null;
