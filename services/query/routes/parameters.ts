import { z } from 'zod';
import { filterValues } from '../../access/filters.ts';
import type { Fault } from '../../lib/errors.ts';
import { isZone, parseInstant } from '../../lib/time/range.ts';
import { findMetric, noMetric } from '../../metrics/catalogue/index.ts';
import { DIMENSIONS, type Dimension, dimensionsOf, type Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import { badRequest } from '../problems.ts';

/** A repeatable parameter, also as a list joined by commas. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => one.split(',')).filter(Boolean),
  );

/** A filter: an id as it is, several by repeating it. Ids may hold commas, so nothing is split; empty ones filter nothing. */
const filter = z
  .union([z.string(), z.array(z.string())])
  .transform(filterValues)
  .optional()
  .describe(
    'An id as it is, commas and all; several by repeating it. Empty: no filter. What has none is the row "" of group_by',
  );

/** A filter for each dimension. */
export const dimensionFilters = Object.fromEntries(
  DIMENSIONS.map((dimension) => [dimension, filter]),
) as Record<Dimension, typeof filter>;

/**
 * The parameters of a route. Others are refused: a filter that is misspelt, or written in a way that is not understood,
 * would give figures of everything for those of one queue.
 */
export const parametersOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no parameter ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
        : undefined,
  });

/** The parameters that say which facts are looked at. */
export const rangeParameters = {
  from: z.string().default('now-6h').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range'),
  tz: z.string().default('UTC').describe('IANA time zone of bucket borders and of times without an offset'),
  ...dimensionFilters,
};

export const metricsParameter = list.describe('Metric ids, joined by commas or repeated');
export const groupByParameter = list.describe(`Any of ${DIMENSIONS.join(', ')}`).default([]);

/** Resolves a range. Adds a fault and gives zeros where it is none. */
export function readRange(
  query: { from: string; to: string; tz: string },
  now: number,
  faults: Fault[],
): { from: number; to: number } {
  if (!isZone(query.tz)) {
    faults.push({ path: 'tz', message: 'is not an IANA time zone' });
    return { from: 0, to: 0 };
  }
  const from = parseInstant(query.from, query.tz, now, 'down');
  const to = parseInstant(query.to, query.tz, now, 'up');
  const message = 'must be ISO 8601, epoch ms, or such as now-6h, now/d';
  if (from === null) faults.push({ path: 'from', message });
  if (to === null) faults.push({ path: 'to', message });
  if (from !== null && to !== null && from >= to) faults.push({ path: 'to', message: 'must be after from' });
  return { from: from ?? 0, to: to ?? 0 };
}

/** @param path of the parameter that names them */
export function readMetrics(ids: readonly string[], faults: Fault[], path = 'metrics'): Metric[] {
  if (ids.length === 0) faults.push({ path, message: 'name at least one metric' });
  return [...new Set(ids)].flatMap((id) => {
    const metric = findMetric(id);
    if (metric !== undefined) return [metric];
    faults.push({ path, message: noMetric(id) });
    return [];
  });
}

export function readGroupBy(
  names: readonly string[],
  metrics: readonly Metric[],
  faults: Fault[],
): Dimension[] {
  return [...new Set(names)].flatMap((name) => {
    if (!(DIMENSIONS as readonly string[]).includes(name)) {
      faults.push({
        path: 'group_by',
        message: `${JSON.stringify(name)} is none of ${DIMENSIONS.join(', ')}`,
      });
      return [];
    }
    checkDimension('group_by', name as Dimension, metrics, faults);
    return [name as Dimension];
  });
}

export function readFilters(
  query: Partial<Record<Dimension, string[] | undefined>>,
  metrics: readonly Metric[],
  faults: Fault[],
): Filters {
  const filters: Filters = {};
  for (const dimension of DIMENSIONS) {
    const values = query[dimension];
    if (values === undefined || values.length === 0) continue;
    checkDimension(dimension, dimension, metrics, faults);
    filters[dimension] = values;
  }
  return filters;
}

/** A dimension that a metric does not have would give a wrong figure rather than none. */
function checkDimension(
  path: string,
  dimension: Dimension,
  metrics: readonly Metric[],
  faults: Fault[],
): void {
  const without = metrics.filter((metric) => !dimensionsOf(metric).includes(dimension)).map(({ id }) => id);
  if (without.length > 0)
    faults.push({ path, message: `${without.join(', ')} cannot be asked for by ${dimension}` });
}

/** Throws a problem with all faults, if there are any. */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw badRequest(faults);
}
