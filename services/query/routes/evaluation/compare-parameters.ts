import { z } from 'zod';
import type { DatedChange } from '../../../center/changes.ts';
import { CORRECTIONS, UNITS } from '../../../evaluation/compare/comparison.ts';
import type { Side } from '../../../evaluation/compare/figures.ts';
import {
  aroundChange,
  lately,
  lengthOf,
  type Period,
  parsePeriod,
} from '../../../evaluation/compare/periods.ts';
import type { Fault } from '../../../lib/errors.ts';
import { isZone } from '../../../lib/time/range.ts';
import { DIMENSIONS, type Dimension, figureOf, type Metric } from '../../../metrics/definition/metric.ts';
import type { Filters } from '../../../metrics/filters.ts';
import { dimensionFilters, metricsParameter, parametersOf, readFilters, readMetrics } from '../parameters.ts';
import { checkVariant } from '../query.ts';

const MAX_METRICS = 20;
const MAX_DAYS = 1_100;
/** Whole weeks: they find the most. */
const LATELY_DAYS = 28;
const USUAL_LENGTH = '4w';

/** Filters of one side alone, such as `a_queue`. */
function filtersOfSide(side: 'a' | 'b') {
  return Object.fromEntries(
    DIMENSIONS.map((name) => [
      `${side}_${name}`,
      dimensionFilters[name].describe(`As ${name}, of ${side} alone; goes before ${name}`),
    ]),
  );
}

/** Empty, as it comes of a box that nothing was typed into, it is not given. */
const period = z
  .string()
  .optional()
  .transform((text) => text || undefined);

export const compareParameters = parametersOf({
  metric: metricsParameter.describe('Metric ids, joined by commas or repeated; corrected together'),
  a: period.describe('The period before, FROM/TO: 2026-04-01/2026-05-01, now-56d/d/now-28d/d'),
  b: period.describe('The period after, as a. Where no period is given: the last 28 days and the 28 before'),
  change: period.describe(
    'The name of a change (see /api/v1/changes) instead: equal lengths before and after',
  ),
  length: z
    .string()
    .regex(/^([1-9]\d{0,2}[dw])?$/, 'must be days or weeks, such as 10d or 4w')
    .default(USUAL_LENGTH)
    .transform((text) => text || USUAL_LENGTH)
    .describe('Of change: how long before and after, at most what has passed since'),
  from: period.describe('Of two groups in one period: its begin'),
  to: period.describe('Its end, not in it'),
  tz: z.string().optional().describe('IANA time zone; that of the default calendar if not given'),
  variant: z.string().optional().describe('Another formula, such as since_handover; see the catalogue'),
  by: z
    .enum(UNITS)
    .default('auto')
    .describe('What a case is; auto: days where these vary more than cases do'),
  correction: z.enum(CORRECTIONS).default('holm').describe('Of several metrics'),
  order: z
    .enum(['asked', 'effect'])
    .default('asked')
    .describe('effect: the largest relative differences first, those that nothing can be said of last'),
  ...dimensionFilters,
  ...(filtersOfSide('a') as Record<string, (typeof dimensionFilters)['queue']>),
  ...(filtersOfSide('b') as Record<string, (typeof dimensionFilters)['queue']>),
});

type Query = z.output<typeof compareParameters>;

export interface AskedComparison {
  readonly metrics: Metric[];
  readonly a: Side;
  readonly b: Side;
  readonly zone: string;
  readonly change: DatedChange | null;
}

interface Context {
  /** Those that the caller may see. */
  readonly changes: readonly DatedChange[];
  readonly homeZone: string;
  /** UTC ms. */
  readonly now: number;
}

/** Reads what is compared. Where a fault is pushed, it is no question. */
export function readComparison(
  query: Query,
  { changes, homeZone, now }: Context,
  faults: Fault[],
): AskedComparison {
  const metrics = readCompared(query.metric, query.variant, faults);
  const asked = query.tz || homeZone;
  if (!isZone(asked)) faults.push({ path: 'tz', message: 'is not an IANA time zone' });
  const zone = isZone(asked) ? asked : 'UTC';
  const change = query.change === undefined ? null : readChange(query.change, changes, faults);
  const periods = readPeriods(query, change, zone, now, faults);
  const common = concerned(change, readFilters(query, metrics, faults), metrics, faults);
  const filtersOf = (side: 'a' | 'b') => ({ ...common, ...readSide(query, side, metrics, faults) });
  const nothing = { from: 0, to: 0 };
  const a = { ...(periods?.a ?? nothing), filters: filtersOf('a') };
  const b = { ...(periods?.b ?? nothing), filters: filtersOf('b') };
  if (periods !== null && isTheSame(a, b))
    faults.push({ path: 'b', message: 'is the same as a: name two periods, or a_queue and b_queue' });
  return { metrics, a, b, zone, change };
}

function readCompared(ids: readonly string[], variant: string | undefined, faults: Fault[]): Metric[] {
  const found: Fault[] = [];
  const metrics = readMetrics(ids, found);
  faults.push(...found.map((fault) => ({ ...fault, path: 'metric' })));
  if (metrics.length > MAX_METRICS)
    faults.push({ path: 'metric', message: `more than ${MAX_METRICS} at once` });
  for (const { id, unit } of metrics) {
    if (unit === 'time') faults.push({ path: 'metric', message: `${id} is a time: it cannot be compared` });
  }
  checkVariant(variant, metrics, faults);
  return metrics.map((metric) => ({ ...metric, figure: figureOf(metric, variant) }));
}

function readChange(name: string, changes: readonly DatedChange[], faults: Fault[]): DatedChange | null {
  const change = changes.find((one) => one.name === name);
  if (change !== undefined) return change;
  faults.push({ path: 'change', message: `there is no change ${JSON.stringify(name)}; see /api/v1/changes` });
  return null;
}

function readPeriods(
  query: Query,
  change: DatedChange | null,
  zone: string,
  now: number,
  faults: Fault[],
): { a: Period; b: Period } | null {
  const ways = [
    query.change !== undefined,
    query.a !== undefined || query.b !== undefined,
    query.from !== undefined || query.to !== undefined,
  ];
  if (!ways.includes(true)) return lately(LATELY_DAYS, zone, now);
  if (ways.filter(Boolean).length !== 1) {
    faults.push({ path: 'a', message: 'give either a and b, or change, or from and to (of two groups)' });
    return null;
  }
  if (query.change !== undefined) {
    if (change === null) return null;
    const around = aroundChange(change, daysIn(query.length), zone, now);
    if (around === null) faults.push({ path: 'change', message: 'has not been for a day yet' });
    return around;
  }
  if (ways[2]) {
    const both = readPeriod('from', `${query.from ?? ''}/${query.to ?? ''}`, zone, now, faults);
    return both && { a: both, b: both };
  }
  const a = readPeriod('a', query.a, zone, now, faults);
  const b = readPeriod('b', query.b, zone, now, faults);
  return a && b && { a, b };
}

const daysIn = (length: string): number => Number(length.slice(0, -1)) * (length.endsWith('w') ? 7 : 1);

function readPeriod(
  path: string,
  text: string | undefined,
  zone: string,
  now: number,
  faults: Fault[],
): Period | null {
  const form = path === 'from' ? 'from and to must both be given, the later one as to' : 'must be FROM/TO';
  const found = text === undefined ? null : parsePeriod(text, zone, now);
  if (found === null) {
    faults.push({ path, message: `${form}, such as 2026-04-01/2026-05-01 or now-28d/now` });
    return null;
  }
  if (lengthOf(found, zone) > MAX_DAYS) faults.push({ path, message: `is more than ${MAX_DAYS} days` });
  return found;
}

/** Filters of one side, by the names of the dimensions. */
function readSide(query: Query, side: 'a' | 'b', metrics: readonly Metric[], faults: Fault[]): Filters {
  const given = query as Readonly<Record<string, unknown>>;
  const found: Fault[] = [];
  const own = Object.fromEntries(DIMENSIONS.map((name) => [name, given[`${side}_${name}`]]));
  const filters = readFilters(own as Partial<Record<Dimension, string[]>>, metrics, found);
  faults.push(...found.map((fault) => ({ ...fault, path: `${side}_${fault.path}` })));
  return filters;
}

/** A change is looked for where it was made: what it does not concern would hide it. */
function concerned(
  change: DatedChange | null,
  filters: Filters,
  metrics: readonly Metric[],
  faults: Fault[],
): Filters {
  if (change === null) return filters;
  const narrowed: Filters = { ...filters };
  for (const name of ['queue', 'channel', 'team'] as const) {
    if (change[name].length === 0) continue;
    const asked = filters[name];
    const both = asked === undefined ? change[name] : change[name].filter((one) => asked.includes(one));
    if (both.length === 0) {
      faults.push({ path: 'change', message: `does not concern this ${name}` });
    }
    narrowed[name] = both;
  }
  const found: Fault[] = [];
  const checked = readFilters(narrowed as Partial<Record<Dimension, string[]>>, metrics, found);
  const isNew = ({ path }: Fault) => filters[path as Dimension] === undefined;
  faults.push(
    ...found
      .filter(isNew)
      .map(({ path, message }) => ({ path: 'change', message: `is of a ${path}: ${message}` })),
  );
  return checked;
}

function isTheSame(a: Side, b: Side): boolean {
  const filters = ({ filters: of }: Side) => DIMENSIONS.map((name) => [...(of[name] ?? [])].sort());
  return a.from === b.from && a.to === b.to && JSON.stringify(filters(a)) === JSON.stringify(filters(b));
}
