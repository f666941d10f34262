import type { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { toIso } from '../../lib/time/range.ts';
import type { FactMetric, Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import type { RouteDeps } from '../deps.ts';
import { sharedFreshness } from '../fresh.ts';
import { type rangeParameters, readFilters, readMetrics, readRange } from './parameters.ts';

/** A question for one metric over a range. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly filters: Filters;
  readonly metric: FactMetric;
}

type Parameters = z.infer<z.ZodObject<typeof rangeParameters>> & { metric: string };

/** Reads the range, the filters and the metric, which `accepts` must take. Where a fault is pushed, it is no question. */
export function readOneMetric(
  query: Parameters,
  now: number,
  accepts: { by: (metric: Metric) => metric is FactMetric; refusal: string },
  faults: Fault[],
): Asked {
  const range = readRange(query, now, faults);
  const [metric] = readMetrics([query.metric], faults, 'metric');
  const filters = readFilters(query, metric ? [metric] : [], faults);
  if (metric && !accepts.by(metric)) faults.push({ path: 'metric', message: accepts.refusal });
  return { ...range, now, filters, metric: metric as FactMetric };
}

/** What an answer says of its question, and how fresh it is. */
export async function metaOf(
  deps: Pick<RouteDeps, 'clickhouse' | 'share'>,
  { from, to, now, metric: { id, title, unit } }: Asked,
  tz: string,
) {
  const { asOf, lagMs } = await sharedFreshness(deps, now);
  return {
    from: toIso(from, tz),
    to: toIso(to, tz),
    tz,
    asOf: asOf === null ? null : toIso(asOf, tz),
    lagMs,
    metric: { id, title, unit },
  };
}
