import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Side } from '../../../evaluation/compare/figures.ts';
import { bucketStarts, toIso } from '../../../lib/time/range.ts';
import type { Metric, Unit } from '../../../metrics/definition/metric.ts';
import { readFreshness } from '../../../metrics/freshness.ts';
import { queryMetrics } from '../../../metrics/query-metrics.ts';
import type { QueryDeps } from '../../deps.ts';
import { askedComparison } from './asked-comparison.ts';
import { compareParameters } from './compare-parameters.ts';

const MAX_DAYS = 1_100;

/** A day of one side. The value stands under its unit, so that a chart can have a format for each. */
type Day = { bucket: string; side: 'a' | 'b'; metric: string } & Partial<Record<Unit, number | null>>;

/** `GET /api/v1/compare/course`: the days of both periods of a comparison, for a chart beside it. */
export const courseRoute =
  ({ clickhouse, center, now: clock }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = {
      querystring: compareParameters,
      tags: ['evaluation'],
      summary: 'The days of both periods of a comparison',
    };
    app.get('/api/v1/compare/course', { schema }, async ({ query, principal }) => {
      const now = clock();
      const { metrics, a, b, zone } = await askedComparison({ clickhouse, center }, query, principal, now);
      const daysOf = async (name: Day['side'], { from, to, filters }: Side): Promise<Day[]> => {
        const range = { from, to: Math.min(to, now) };
        if (range.to <= range.from) return [];
        const starts = bucketStarts(range.from, range.to, '1d', zone, MAX_DAYS);
        const request = { metrics, groupBy: [], ...range, starts, now, filters };
        const rows = await queryMetrics(clickhouse, request);
        return rows.flatMap(({ bucket, values }) =>
          metrics.map((metric) => dayOf(metric, toIso(bucket, zone), name, values[metric.id] ?? null)),
        );
      };
      const [{ asOf, lagMs }, before, after] = await Promise.all([
        readFreshness(clickhouse, now),
        daysOf('a', a),
        daysOf('b', b),
      ]);
      return {
        meta: {
          from: toIso(Math.min(a.from, b.from), zone),
          to: toIso(Math.max(a.to, b.to), zone),
          tz: zone,
          asOf: asOf === null ? null : toIso(asOf, zone),
          lagMs,
        },
        rows: [...before, ...after],
      };
    });
  };

const dayOf = ({ id, unit }: Metric, bucket: string, side: Day['side'], value: number | null): Day => ({
  bucket,
  side,
  metric: id,
  [unit]: value,
});
