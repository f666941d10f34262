import type { FactName } from '../../domain/measure/fact.ts';
import type { Anchor, FactMetric, Unit } from './metric.ts';

const PERCENTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/** A span of time that is counted once it has ended, such as a first response. */
export interface Span {
  /** Begin of the ids: `<id>_count`, `<id>_mean`, `<id>_p50`, ... */
  id: string;
  title: string;
  fact: FactName;
  /** What runs from where to where, for people. */
  definition: string;
  anchor: Anchor;
  /** SQL condition on `facts`: which ones count. */
  where: string;
  /** Which of the metrics to make; all if not given. */
  only?: readonly ('count' | 'mean' | keyof typeof PERCENTILES)[];
}

/** The metrics of a span: how many, the mean, and percentiles. */
export function spanMetrics(span: Span): FactMetric[] {
  const wanted = new Set<string>(span.only ?? ['count', 'mean', ...Object.keys(PERCENTILES)]);
  const metric = (
    suffix: string,
    title: string,
    unit: Unit,
    definition: string,
    value: string,
  ): FactMetric => ({
    kind: 'facts',
    id: `${span.id}_${suffix}`,
    title: `${span.title}, ${title}`,
    unit,
    definition,
    anchor: span.anchor,
    direction: unit === 'ms' ? 'lower' : 'neutral',
    fact: span.fact,
    value,
  });
  const all = [
    metric('count', 'count', 'count', `How many: ${span.definition}`, `countIf(${span.where})`),
    metric('mean', 'mean', 'ms', `Mean of: ${span.definition}`, `avgOrNullIf(value_ms, ${span.where})`),
    ...Object.entries(PERCENTILES).map(([name, level]) =>
      metric(
        name,
        name,
        'ms',
        `${percentileText(level)} of: ${span.definition}`,
        percentile(level, span.where),
      ),
    ),
  ];
  return all.filter((one) => wanted.has(one.id.slice(span.id.length + 1)));
}

/** The SQL of an exact percentile: the median is the mean of the two middle values, others are nearest-rank. */
export function percentile(level: number, where: string): string {
  if (level === 0.5) return `quantileExactInclusiveOrNullIf(0.5)(value_ms, ${where})`;
  // ClickHouse takes the value at floor(level * n); a hair less makes that the nearest rank, ceil(level * n) - 1.
  return `quantileExactOrNullIf(${level - 1e-12})(value_ms, ${where})`;
}

function percentileText(level: number): string {
  return level === 0.5 ? 'Median' : `${Math.round(level * 100)}th percentile (nearest rank)`;
}
