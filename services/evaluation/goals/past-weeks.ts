import type { Amount, CutDay, PastWeeks } from '../../domain/goals/past-weeks.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Figure } from '../../metrics/definition/language.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { type FiguresOf, GROUPS, MS_PER_HOUR } from '../figures.ts';
import { type Makeup, makeupOf } from './course.ts';
import { type CutDays, cutDaysOf, WEEKS, weekBegins, weekOf } from './cut-days.ts';
import { queryKnownSince } from './known-since.ts';

export interface PastWeeksRequest {
  of: FiguresOf;
  /** Metrics of which the formula is the one asked for. Keys are the caller's. */
  metrics: ReadonlyMap<string, Metric>;
  zone: string;
  /** UTC ms. */
  now: number;
  filters: Filters;
}

/** By subject and the caller's key. Weeks before a subject was first heard of are left out. */
export type PastOf = (subject: string, key: string) => PastWeeks;

/** A metric that is asked for, under a name that is safe in SQL. */
interface Asked {
  key: string;
  metric: Metric;
  makeup: Makeup;
  name: string;
  partName: string;
  wholeName: string;
}

/** What the last eight whole weeks had of each subject, day by day: a query for each set of facts, and one for percentiles. */
export async function queryPastWeeks(clickhouse: ClickHouse, request: PastWeeksRequest): Promise<PastOf> {
  const { of, now, zone, filters } = request;
  const asked = [...request.metrics]
    .map(([key, metric], i): Asked => {
      const name = `m${i}`;
      return {
        key,
        metric,
        makeup: makeupOf(metric),
        name,
        partName: `${name}_part`,
        wholeName: `${name}_whole`,
      };
    })
    .filter(({ makeup }) => makeup.kind !== 'other');
  if (asked.length === 0) return () => [];
  const days = cutDaysOf(now, zone);
  const { from, to, starts } = days;
  const range = { from, to, now, filters, groupBy: GROUPS[of] };
  const percentiles = asked.filter(({ makeup }) => makeup.kind === 'percentile');
  const [parts, levels, since] = await Promise.all([
    queryMetrics(clickhouse, { ...range, starts, metrics: asked.flatMap(partsOf) }),
    percentiles.length === 0
      ? []
      : queryMetrics(clickhouse, {
          ...range,
          starts: weekBegins(days),
          metrics: percentiles.map(({ metric, name }) => ({ ...metric, id: name })),
        }),
    queryKnownSince(clickhouse, { of, from, to, filters }),
  ]);

  const weekly = new Map<string, Record<string, number | null>[]>();
  for (const { group, values } of levels) getOrInsert(weekly, group[0] ?? '', () => []).push(values);
  // Of a thousand agents there are a hundred thousand rows.
  const series = new Map<string, CutDay[][]>();
  for (const { group, bucket, values } of parts) {
    const { day, side } = days.partAt.get(bucket)!;
    const subject = group[0] ?? '';
    const own = getOrInsert(series, subject, () => asked.map(() => emptyDays(days)));
    const week = weekly.get(subject)?.[weekOf(day)];
    for (const [i, one] of asked.entries()) {
      const amount = amountOf(one, values, week?.[one.name] ?? 0);
      if (amount !== null) own[i]![day] = { ...own[i]![day]!, [side]: amount };
    }
  }
  return (subject, key) => {
    const place = asked.findIndex((one) => one.key === key);
    if (place < 0) return [];
    return knownWeeks(series.get(subject)?.[place] ?? emptyDays(days), days, since.get(subject) ?? to);
  };
}

/** Parts of a figure, asked for as metrics of the same rows. */
function partsOf({ metric, makeup, partName, wholeName }: Asked): Metric[] {
  const part = (id: string, figure: Figure): Metric => ({ ...metric, id, unit: 'score', figure });
  return [
    ...('part' in makeup ? [part(partName, makeup.part)] : []),
    ...('whole' in makeup ? [part(wholeName, makeup.whole)] : []),
  ];
}

/**
 * Null where there is nothing, as in most parts of most days.
 *
 * @param level of a percentile, that of the week: each of its cases counts as that much
 */
function amountOf(
  { metric, makeup, partName, wholeName }: Asked,
  values: Record<string, number | null>,
  level: number,
): Amount | null {
  const part = values[partName] ?? 0;
  const whole = values[wholeName] ?? 0;
  if (part === 0 && whole === 0) return null;
  if (makeup.kind === 'percentile') return { part: whole * level, whole };
  // As `queryFigures` has it: of agents' time, cases are hours.
  const unit = metric.kind === 'agents' && makeup.kind === 'level' ? MS_PER_HOUR : 1;
  return { part: part / unit, whole: whole / unit };
}

const NOTHING: CutDay = { before: { part: 0, whole: 0 }, after: { part: 0, whole: 0 } };
const emptyDays = ({ begins }: CutDays): CutDay[] => begins.map(() => NOTHING);

/** The weeks that lie wholly after the subject was first heard of. */
function knownWeeks(series: readonly CutDay[], { begins }: CutDays, since: number): PastWeeks {
  const measured = series.findIndex(
    ({ before, after }) => before.part + before.whole + after.part + after.whole !== 0,
  );
  const heardOf = begins.findLastIndex((begin) => begin <= since);
  const first = Math.min(heardOf, measured < 0 ? heardOf : measured);
  return Array.from({ length: WEEKS }, (_, week) => series.slice(7 * week, 7 * week + 7)).filter(
    (_, week) => 7 * week >= first,
  );
}
