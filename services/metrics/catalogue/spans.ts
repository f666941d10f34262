import type { FactName } from '../../domain/measure/fact.ts';
import type { FactMetric, Unit } from './metric.ts';
import { percentile, percentileText, ratio } from './sql.ts';

const PERCENTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

type Suffix = 'count' | 'mean' | 'min' | 'max' | keyof typeof PERCENTILES;

/** A span of time that is counted once it has ended, such as a first response. */
export interface Span {
  /** Begin of the ids: `<id>_count`, `<id>_mean`, `<id>_p50`, ... */
  id: string;
  title: string;
  fact: FactName;
  /** What runs from where to where, for people. */
  definition: string;
  anchor: 'start' | 'end';
  /** SQL condition on `facts`: which ones count. */
  where: string;
  /** Which of the metrics to make; all if not given. */
  only?: readonly Suffix[];
  /** Whether there are SLA targets on it, of which the share that was met is a metric too. */
  hasTarget?: boolean;
}

/** The metrics of a span: how many, the mean, percentiles, the shortest and longest, and the share within target. */
export function spanMetrics(span: Span): FactMetric[] {
  const wanted = new Set<string>(span.only ?? ['count', 'mean', ...Object.keys(PERCENTILES), 'min', 'max']);
  const metric = (
    suffix: string,
    unit: Unit,
    definition: string,
    formula: (column: string) => string,
  ): FactMetric => ({
    kind: 'facts',
    id: `${span.id}_${suffix}`,
    title: `${span.title}, ${suffix}`,
    unit,
    definition,
    anchor: span.anchor,
    direction: unit === 'ms' ? 'lower' : 'neutral',
    facts: [span.fact],
    value: formula('value_ms'),
    ...(unit === 'ms' ? { of: 'value_ms', variants: { business: formula('business_ms') } } : {}),
    behind: span.where,
  });
  const all = [
    metric('count', 'count', `How many: ${span.definition}`, () => `countIf(${span.where})`),
    metric(
      'mean',
      'ms',
      `Mean of: ${span.definition}. Variant business: in business hours`,
      (column) => `avgOrNullIf(${column}, ${span.where})`,
    ),
    ...Object.entries(PERCENTILES).map(([name, level]) =>
      metric(
        name,
        'ms',
        `${percentileText(level)} of: ${span.definition}. Variant business: in business hours`,
        (column) => percentile(level, column, span.where),
      ),
    ),
    metric(
      'min',
      'ms',
      `Shortest: ${span.definition}. Variant business: in business hours`,
      (column) => `minOrNullIf(${column}, ${span.where})`,
    ),
    metric(
      'max',
      'ms',
      `Longest: ${span.definition}. Variant business: in business hours`,
      (column) => `maxOrNullIf(${column}, ${span.where})`,
    ),
  ].filter((one) => wanted.has(one.id.slice(span.id.length + 1)));
  return span.hasTarget ? [...all, inTarget(span)] : all;
}

function inTarget({ id, title, definition, fact }: Span): FactMetric {
  const mine = `label = '${fact}'`;
  const met = `countIf(${mine} AND state = 'met')`;
  const breached = `countIf(${mine} AND (state = 'breached' OR (state = 'active' AND ${OVERDUE})))`;
  return {
    kind: 'facts',
    id: `${id}_in_target`,
    title: `${title}, share within target`,
    unit: 'ratio',
    definition: `SLA targets met / (met + breached), by due time, on: ${definition}`,
    anchor: 'start',
    direction: 'higher',
    facts: ['sla_target'],
    value: ratio(met, `(${met} + ${breached})`),
    behind: `${mine} AND state IN ('met', 'breached', 'active')`,
  };
}

/** SQL condition: the due time of a running target has passed. */
export const OVERDUE = 'at < fromUnixTimestamp64Milli({now:Int64})';
