import type { Complaints } from '../../center/config/complaints.ts';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import type { Filters } from '../../metrics/filters.ts';
import { queryMetrics } from '../../metrics/query-metrics.ts';
import { type Movement, movementsOf, type ParetoReason, pareto } from './pareto.ts';
import {
  ANY_REASON,
  type ComplaintCount,
  type ComplaintRange,
  type ComplaintTimes,
  noTimes,
  queryCounts,
  queryRepetition,
  queryTimes,
  type Repetition,
} from './queries.ts';
import { complaintTags } from './reasons.ts';

/** Who complained twice or more within this time before the end of the range is a repeat complainer. */
export const REPEAT_DAYS = 90;
const MS_PER_DAY = 86_400_000;

export interface Period {
  /** UTC ms; `to` is not in it. */
  readonly from: number;
  readonly to: number;
}

export interface ComplaintsRequest extends Period {
  readonly now: number;
  /** Begins of the buckets, the first at or before `from`. */
  readonly starts: readonly number[];
  readonly filters: Filters;
  readonly complaints: Complaints;
  /** The period to compare with. */
  readonly previous: Period | null;
}

/** Conversations that complained, and as a share of those created in the same time; null where none was. */
export interface Complained {
  readonly total: number;
  readonly rate: number | null;
}

export interface ComplaintsFound extends Complained {
  readonly previous: Complained | null;
  /** Of the total, on its own: it is corrected for no reason. */
  readonly change: Movement | null;
  readonly times: ComplaintTimes;
  readonly reasons: readonly (ParetoReason & { readonly times: ComplaintTimes })[];
  readonly repeat: Repetition;
  /** Counts by bucket; what is not there is 0. */
  readonly counts: readonly ComplaintCount[];
}

/** What people complained about in a range, how soon they were answered, and who had to complain again. */
export async function queryComplaints(
  clickhouse: ClickHouse,
  { from, to, now, starts, filters, complaints, previous }: ComplaintsRequest,
): Promise<ComplaintsFound> {
  const common = { now, filters, tags: complaintTags(complaints) };
  const range: ComplaintRange = { ...common, from, to };
  const whole = async (period: Period) => {
    const [counts, created] = await Promise.all([
      queryCounts(clickhouse, { ...common, ...period }, [period.from]),
      queryCreated(clickhouse, { ...common, ...period }),
    ]);
    const of = new Map(counts.map(({ reason, n }) => [reason, n]));
    const total = of.get(ANY_REASON) ?? 0;
    return { of, total, rate: created === 0 ? null : total / created };
  };
  const [current, before, times, repeat, counts] = await Promise.all([
    whole(range),
    previous === null ? null : whole(previous),
    queryTimes(clickhouse, range),
    queryRepetition(clickhouse, { ...range, from: to - REPEAT_DAYS * MS_PER_DAY }),
    starts.length === 1 ? null : queryCounts(clickhouse, range, starts),
  ]);
  // Where there was nothing before, there was no period to compare with: nobody listened yet.
  const elapsed =
    previous === null || before?.rate === null
      ? null
      : { now: Math.max(1, Math.min(to, now) - from), before: previous.to - previous.from };
  const ids = new Set([
    ...complaints.reasons.map(({ id }) => id),
    ...current.of.keys(),
    ...(before?.of.keys() ?? []),
  ]);
  ids.delete(ANY_REASON);
  const found = [...ids].map((id) => ({
    id,
    n: current.of.get(id) ?? 0,
    previous: before === null ? null : (before.of.get(id) ?? 0),
  }));
  const { total, rate } = current;
  return {
    total,
    rate,
    previous: before && { total: before.total, rate: before.rate },
    change: movementsOf([{ n: total, previous: before?.total ?? null }], elapsed)[0]!,
    times: times.get(ANY_REASON) ?? noTimes(),
    reasons: pareto(found, elapsed).map((one) => ({ ...one, times: times.get(one.id) ?? noTimes() })),
    repeat,
    counts: counts ?? [...current.of].map(([reason, n]) => ({ bucket: starts[0]!, reason, n })),
  };
}

async function queryCreated(clickhouse: ClickHouse, { from, to, now, filters }: ComplaintRange) {
  const metrics = [findMetric('created')!];
  const [row] = await queryMetrics(clickhouse, {
    metrics,
    from,
    to,
    now,
    filters,
    starts: [from],
    groupBy: [],
  });
  return row?.values.created ?? 0;
}
