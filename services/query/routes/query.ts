import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readRetention } from '../../lib/clickhouse/retention.ts';
import type { Fault } from '../../lib/errors.ts';
import { bucketStarts, INTERVALS, previousRange, toIso } from '../../lib/time/range.ts';
import { variantsOf } from '../../metrics/catalogue/index.ts';
import type { Dimension, Metric } from '../../metrics/definition/metric.ts';
import { type MetricsRequest, queryMetrics, type Shortcut } from '../../metrics/query-metrics.ts';
import type { MetricsRow } from '../../metrics/table.ts';
import { rollupShortcut } from '../../rollups/answer.ts';
import type { RouteDeps } from '../deps.ts';
import { sharedFreshness } from '../fresh.ts';
import { asCsvFile, toCsv } from './csv.ts';
import {
  groupByParameter,
  metricsParameter,
  parametersOf,
  rangeParameters,
  readFilters,
  readGroupBy,
  readMetrics,
  readRange,
  refuse,
} from './parameters.ts';

/** Most buckets of one answer: a quarter of a year in quarters of an hour. */
const MAX_BUCKETS = 10_000;
const MAX_ROWS = 200_000;

const parameters = parametersOf({
  metrics: metricsParameter,
  ...rangeParameters,
  interval: z.enum(INTERVALS).default('total'),
  group_by: groupByParameter,
  compare: z.enum(['previous']).optional(),
  variant: z.string().optional().describe('Another formula, such as abandons_ignored; see the catalogue'),
  anchor: z.enum(['start', 'outcome']).optional().describe("Count at the span's begin or end instead"),
  exact: z.enum(['now']).optional().describe('Read every fact anew instead of what is summed up by the hour'),
  percentiles: z.enum(['exact']).optional().describe('Of the values themselves, however many there are'),
  format: z.enum(['json', 'csv']).default('json'),
});

/** `GET /api/v1/query`: metrics over time, by group. */
export const queryRoute =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/query',
      { schema: { querystring: parameters, tags: ['metrics'] } },
      async (request, reply) => {
        const query = request.query;
        const now = deps.now();
        const faults: Fault[] = [];
        const range = readRange(query, now, faults);
        const metrics = readMetrics(query.metrics, faults);
        const groupBy = readGroupBy(query.group_by, metrics, faults);
        const filters = readFilters(query, metrics, faults);
        checkVariant(query.variant, metrics, faults);
        refuse(faults);
        const starts = bucketStarts(range.from, range.to, query.interval, query.tz, MAX_BUCKETS);
        if (starts.length > MAX_BUCKETS)
          faults.push({ path: 'interval', message: `more than ${MAX_BUCKETS} buckets` });
        refuse(faults);

        const asked: MetricsRequest = {
          metrics,
          groupBy,
          ...range,
          starts,
          now,
          filters,
          ...(query.variant ? { variant: query.variant } : {}),
          ...(query.anchor ? { anchor: query.anchor === 'outcome' ? 'end' : 'start' } : {}),
        };
        const { shortcut, answered } = rollupShortcut(deps.clickhouse, deps.hours, {
          exactPercentiles: query.percentiles === 'exact',
        });
        const way = query.exact === 'now' ? undefined : shortcut;
        const [freshness, cut, rows, previous] = await Promise.all([
          sharedFreshness(deps, now),
          cutOf(deps, asked, query.compare),
          queryMetrics(deps.clickhouse, asked, way),
          query.compare === 'previous' ? previousRows(deps, asked, query, way) : null,
        ]);
        if (rows.length > MAX_ROWS) {
          faults.push({
            path: 'group_by',
            message: `more than ${MAX_ROWS} rows; narrow the range or the groups`,
          });
        }
        refuse(faults);
        const flat = flatten(rows, groupBy, query.tz, previous);
        if (query.format === 'csv') {
          const columns = ['bucket', ...groupBy, ...Object.keys(flat[0] ?? {}).slice(1 + groupBy.length)];
          asCsvFile(reply, 'linewatch.csv');
          return toCsv(columns, flat);
        }
        return {
          meta: {
            from: toIso(range.from, query.tz),
            to: toIso(range.to, query.tz),
            interval: query.interval,
            tz: query.tz,
            asOf: freshness.asOf === null ? null : toIso(freshness.asOf, query.tz),
            lagMs: freshness.lagMs,
            settledAsOf: answered.settledAsOf === null ? null : toIso(answered.settledAsOf, query.tz),
            ...(cut === null ? {} : { retainedFrom: toIso(cut.from, query.tz), warnings: [cut.warning] }),
            metrics: metrics.map(({ id, title, unit }) => ({
              id,
              title,
              unit,
              ...(answered.within.has(id) ? { relativeError: answered.within.get(id) } : {}),
            })),
          },
          rows: flat,
        };
      },
    );
  };

/** A variant must be one of one of the metrics; the others then have their own formula. */
export function checkVariant(variant: string | undefined, metrics: readonly Metric[], faults: Fault[]): void {
  if (variant === undefined || variant === 'standard') return;
  const known = [...new Set(metrics.flatMap(variantsOf))];
  if (known.includes(variant)) return;
  const choice =
    known.length === 0 ? 'these metrics have none' : `must be one of standard, ${known.join(', ')}`;
  faults.push({ path: 'variant', message: choice });
}

const DAY_MS = 86_400_000;

/** Where a question reaches further back than rows are kept: from when on they all are, UTC ms, and what that means. */
async function cutOf(
  deps: RouteDeps,
  { metrics, from, to, now }: MetricsRequest,
  compare: 'previous' | undefined,
): Promise<{ from: number; warning: string } | null> {
  const retention = await deps.keep('retention', () => readRetention(deps.clickhouse));
  const days = metrics.flatMap((metric) =>
    metric.kind === 'agents'
      ? [retention.agentStates ?? [], retention.agentSchedules ?? []].flat()
      : (retention.facts ?? []),
  );
  if (days.length === 0) return null;
  const cut = now - Math.min(...days) * DAY_MS;
  const begin = compare === undefined ? from : from - (to - from);
  if (begin >= cut) return null;
  return {
    from: cut,
    warning:
      'the range begins before rows are kept: of what is older only what is summed up by the hour is known, and nothing where that cannot answer',
  };
}

/** The values of the period before, by group and place of the bucket. */
async function previousRows(
  deps: RouteDeps,
  asked: MetricsRequest,
  { interval, tz }: { interval: (typeof INTERVALS)[number]; tz: string },
  way: Shortcut | undefined,
) {
  const range = previousRange(asked.from, asked.to, tz);
  const starts = bucketStarts(range.from, range.to, interval, tz, MAX_BUCKETS);
  const rows = await queryMetrics(deps.clickhouse, { ...asked, ...range, starts }, way);
  const places = new Map(starts.map((start, i) => [start, i]));
  const ofStart = new Map(asked.starts.map((start, i) => [start, i]));
  const values = new Map(
    rows.map((row) => [`${places.get(row.bucket)} ${JSON.stringify(row.group)}`, row.values]),
  );
  return (row: MetricsRow) => values.get(`${ofStart.get(row.bucket)} ${JSON.stringify(row.group)}`);
}

function flatten(
  rows: readonly MetricsRow[],
  groupBy: readonly Dimension[],
  tz: string,
  previous: ((row: MetricsRow) => MetricsRow['values'] | undefined) | null,
): Record<string, string | number | null>[] {
  return rows.map((row) => {
    const flat: Record<string, string | number | null> = { bucket: toIso(row.bucket, tz) };
    groupBy.forEach((dimension, i) => {
      flat[dimension] = row.group[i]!;
    });
    Object.assign(flat, row.values);
    if (previous !== null) {
      const before = previous(row);
      for (const id of Object.keys(row.values)) flat[`${id}_previous`] = before?.[id] ?? null;
    }
    return flat;
  });
}
