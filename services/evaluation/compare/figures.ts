import type { Moments } from '../../domain/statistics/mean.ts';
import type { Rate } from '../../domain/statistics/rate.ts';
import type { Sample } from '../../domain/statistics/sample.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import type { Figure } from '../../metrics/definition/language.ts';
import { isOfFacts, type Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import type { MetricsRow } from '../../metrics/table.ts';
import { type ByTime, meanByTime, ratioByTime } from './days.ts';
import { type Measure, measureOf, partsBelow, partsOf } from './measure.ts';
import { daysOf, type Period } from './periods.ts';
import { querySample } from './samples.ts';

/** One of the two sides of a comparison. */
export interface Side extends Period {
  readonly filters: Filters;
}

/** What is known of a metric on one side. */
export interface SideFigures extends ByTime {
  /** As `/api/v1/query` has it, over the whole period. */
  readonly total: number | null;
  /** Of a quantile: of its values, those that are at most as large as it is. */
  readonly cases: ({ kind: 'rate' } & Rate) | ({ kind: 'mean' } & Moments) | null;
  readonly sample: { readonly sample: Sample; readonly exact: boolean } | null;
  /** Whether something was counted in the first week. */
  readonly fromBegin: boolean;
}

interface Ask {
  readonly clickhouse: ClickHouse;
  readonly zone: string;
  /** UTC ms. */
  readonly now: number;
}

/** The figures of metrics on one side, by metric. */
export async function queryFigures(
  { clickhouse, zone, now }: Ask,
  metrics: readonly Metric[],
  { from, to, filters }: Side,
): Promise<Map<string, SideFigures>> {
  const asked = metrics.map((metric) => ({ metric, measure: measureOf(metric) }));
  const range = { now, filters, groupBy: [] };
  const whole = { ...range, from, to, starts: [from] };
  const { starts, end } = daysOf({ from, to }, zone, now);
  const byDay = async (those: readonly Metric[]) =>
    starts.length === 0 || those.length === 0
      ? []
      : queryMetrics(clickhouse, { ...range, from, to: end, starts, metrics: those });
  const withParts = (those: typeof asked) =>
    those.flatMap(({ metric, measure }) => [metric, ...askedParts(metric, partsOf(measure))]);
  const [[totals], days, samples] = await Promise.all([
    queryMetrics(clickhouse, { ...whole, metrics: withParts(asked) }),
    byDay(withParts(asked.filter(({ measure }) => measure.kind !== 'quantile'))),
    Promise.all(
      asked.map(({ metric, measure }) =>
        measure.kind === 'quantile' && isOfFacts(metric)
          ? querySample(clickhouse, whole, metric, measure.of)
          : null,
      ),
    ),
  ]);
  const shares = await byDay(
    asked.flatMap(({ metric, measure }) => {
      const value = valuesOf(totals, metric.id)('');
      return measure.kind === 'quantile' && value !== null
        ? askedParts(metric, partsBelow(measure.of, value))
        : [];
    }),
  );
  return new Map(
    asked.map(({ metric: { id }, measure }, i): [string, SideFigures] => {
      const isQuantile = measure.kind === 'quantile';
      const daily = (isQuantile ? shares : days).map((row) => valuesOf(row, id));
      const total = valuesOf(totals, id);
      const figures: SideFigures = {
        total: total(''),
        cases: isQuantile ? shareOf(daily) : casesOf(measure, total),
        ...byTime(measure, daily),
        sample: samples[i] ?? null,
        fromBegin: daily.slice(0, 7).some((of) => (of('n') ?? of('whole') ?? of('') ?? 0) > 0),
      };
      return [id, figures];
    }),
  );
}

const nameOf = (id: string, part: string) => (part === '' ? id : `${id}__${part}`);

/** The parts of a metric as metrics of the same rows; nothing counted is 0. */
const askedParts = (metric: Metric, parts: Readonly<Record<string, Figure>>): Metric[] =>
  Object.entries(parts).map(([part, figure]) => ({
    ...metric,
    id: nameOf(metric.id, part),
    unit: 'count',
    figure,
  }));

/** A value by the name of the part; '' is the metric's own. */
type Found = (part: string) => number | null;

const valuesOf =
  (row: MetricsRow | undefined, id: string): Found =>
  (part) =>
    row?.values[nameOf(id, part)] ?? null;

function casesOf(measure: Measure, found: Found): SideFigures['cases'] {
  if (measure.kind !== 'cases') return null;
  const n = found('n') ?? 0;
  if (measure.parts.kind === 'mean')
    return { kind: 'mean', n, sum: found('sum') ?? 0, squares: found('squares') ?? 0 };
  const successes = found('successes') ?? 0;
  return successes > n ? null : { kind: 'rate', n, successes };
}

/** Of a quantile: how many values are at most as large as it is. */
const shareOf = (days: readonly Found[]): SideFigures['cases'] => ({
  kind: 'rate',
  n: days.reduce((sum, found) => sum + (found('n') ?? 0), 0),
  successes: days.reduce((sum, found) => sum + (found('successes') ?? 0), 0),
});

function byTime(measure: Measure, days: readonly Found[]): ByTime {
  const ratio = (part: string, whole: string) =>
    ratioByTime(days.map((found) => ({ part: found(part) ?? 0, whole: found(whole) ?? 0 })));
  switch (measure.kind) {
    case 'daily':
      return meanByTime(days.flatMap((found) => found('') ?? []));
    case 'ratio':
      return ratio('part', 'whole');
    case 'quantile':
      return ratio('successes', 'n');
    case 'cases':
      return ratio(measure.parts.kind === 'rate' ? 'successes' : 'sum', 'n');
    default:
      return { days: null, weeks: null };
  }
}
