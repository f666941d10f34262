import type { Interval, Measured } from '../domain/scorecard/scorecard.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { Figure } from '../metrics/definition/language.ts';
import { type Dimension, isOfFacts, type Metric } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';
import { queryMetrics, type Shortcut } from '../metrics/query-metrics.ts';
import type { RangeRequest } from '../metrics/rows/source.ts';
import type { MetricsRow } from '../metrics/table.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { intervalOf } from './intervals.ts';
import { queryQuantileLimits } from './quantile-limits.ts';

/** Whose figures: those of each agent, of each team, or of everybody together (under the id ``). */
export type Of = 'agent' | 'team' | 'center';
/** Of figures alone: a queue has goals, but no scorecard. */
export type FiguresOf = Of | 'queue';

export interface FiguresRequest {
  of: FiguresOf;
  /** Metrics of which the formula is the one asked for. Keys are the caller's. */
  metrics: ReadonlyMap<string, Metric>;
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  now: number;
  filters: Filters;
}

/** By subject, then by the caller's key. Of whom nothing is known at all, there is no entry. */
export type Figures = ReadonlyMap<string, ReadonlyMap<string, Measured>>;

export const GROUPS: Readonly<Record<FiguresOf, Dimension[]>> = {
  agent: ['agent'],
  team: ['team'],
  queue: ['queue'],
  center: [],
};

export const MS_PER_HOUR = 3_600_000;

/** The figures of all subjects, each with what its interval needs: a query for each set of facts that they are made of. */
export async function queryFigures(
  clickhouse: ClickHouse,
  request: FiguresRequest,
  shortcut?: Shortcut,
): Promise<Figures> {
  const { of, from, metrics } = request;
  if (metrics.size === 0) return new Map();
  const asked: Asked[] = [...metrics].map(([key, metric], i) => ({
    key,
    metric,
    evidence: evidenceOf(metric),
    name: `m${i}`,
  }));
  const range = { ...request, groupBy: GROUPS[of], starts: [from] };
  const rows = await queryMetrics(clickhouse, { ...range, metrics: asked.flatMap(withParts) }, shortcut);
  const limits = await Promise.all(asked.map((one) => quantileLimits(clickhouse, range, one, rows)));
  return new Map(
    rows.map(({ group, values }) => {
      const subject = group[0] ?? '';
      const measured = asked.map((one, i) => measuredOf(one, values, limits[i]?.get(subject)));
      return [subject, new Map(asked.map(({ key }, i) => [key, measured[i]!]))];
    }),
  );
}

/** A metric that is asked for, under a name that is safe in SQL. */
interface Asked {
  key: string;
  metric: Metric;
  evidence: Evidence;
  name: string;
}

function withParts({ metric, evidence, name }: Asked): Metric[] {
  const part = (of: string, figure: Figure) => partOf(metric, `${name}_${of}`, figure);
  const asked = { ...metric, id: name };
  switch (evidence.kind) {
    case 'rate':
      return [asked, part('n', evidence.n), part('successes', evidence.successes)];
    case 'mean':
      return [asked, part('n', evidence.n), part('sum', evidence.sum), part('squares', evidence.squares)];
    default:
      return evidence.n === null ? [asked] : [asked, part('n', evidence.n)];
  }
}

function measuredOf(
  { evidence, name }: Asked,
  values: MetricsRow['values'],
  limits: Interval | undefined,
): Measured {
  const found = (part: string) => values[`${name}_${part}`] ?? null;
  const n = found('n') ?? 0;
  const value = values[name] ?? null;
  return {
    value,
    n: evidence.kind === 'time' ? n / MS_PER_HOUR : evidence.n === null ? null : n,
    interval: value === null ? null : (limits ?? intervalOf(evidence, found)),
  };
}

async function quantileLimits(
  clickhouse: ClickHouse,
  range: RangeRequest,
  { metric, evidence, name }: Asked,
  rows: readonly MetricsRow[],
): Promise<Map<string, Interval>> {
  if (evidence.kind !== 'quantile' || !isOfFacts(metric)) return new Map();
  const counts = new Map(rows.map(({ group, values }) => [group[0] ?? '', values[`${name}_n`] ?? 0]));
  return queryQuantileLimits(clickhouse, range, metric, evidence.of, counts);
}

/** A part of a figure, asked for as a metric of the same rows; of none it is null rather than 0. */
function partOf(metric: Metric, id: string, figure: Figure): Metric {
  return { ...metric, id, unit: 'score', figure };
}
