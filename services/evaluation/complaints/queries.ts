import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { findMetric } from '../../metrics/catalogue/index.ts';
import { figureSql } from '../../metrics/evaluate/sql.ts';
import type { Filters } from '../../metrics/filters.ts';
import { factTable } from '../../metrics/rows/facts.ts';
import { bucketSql } from '../../metrics/rows/source.ts';
import type { ComplaintTags } from './reasons.ts';

/** The complaints that are looked at. Times are UTC ms; `to` is not in the range. */
export interface ComplaintRange {
  from: number;
  to: number;
  now: number;
  filters: Filters;
  tags: ComplaintTags;
}

/** The reason under which a conversation counts whatever it complains of. No reason has it: ids are not empty. */
export const ANY_REASON = '';

/** Distinct conversations that complain for a reason; a conversation with two reasons is one of each. */
export interface ComplaintCount {
  /** Begin of the bucket, UTC ms. */
  bucket: number;
  reason: string;
  n: number;
}

/**
 * How many conversations complained, by bucket and reason: the metric `tagged` of the tags of each reason.
 *
 * @param starts begins of the buckets, the first at or before `from`
 */
export function queryCounts(
  clickhouse: ClickHouse,
  range: ComplaintRange,
  starts: readonly number[],
): Promise<ComplaintCount[]> {
  const { table, where, params } = complaintFacts(range);
  const bucket = bucketSql('toUnixTimestamp64Milli(at)', { starts, to: range.to });
  return clickhouse.query<ComplaintCount>({
    sql: `SELECT (${bucket.sql})::Float64 AS bucket, why AS reason, uniqExact(conversation_id)::Float64 AS n
FROM ${table}
ARRAY JOIN [${range.tags.reason}, '${ANY_REASON}'] AS why
WHERE ${where}
GROUP BY bucket, reason`,
    params: { ...params, ...bucket.params },
  });
}

/** A duration of the conversations of a reason, ms; `n` is how many have one yet. */
export interface Duration {
  mean: number | null;
  p50: number | null;
  n: number;
}

export interface ComplaintTimes {
  first_response: Duration;
  resolution: Duration;
}

const SPANS = [
  ['first_response', 'first_response'],
  ['total_resolution', 'resolution'],
] as const;

/**
 * A response that clocks which disagree date before the opening of its conversation is looked for this far before, so
 * that one of the oldest conversation is not missed.
 */
const SLACK_MS = 86_400_000;

/**
 * Times to the first response and to the last solution, of the conversations that complained in the range, whenever they
 * were answered and solved: the catalogue's figures of these facts.
 */
export async function queryTimes(
  clickhouse: ClickHouse,
  range: ComplaintRange,
): Promise<Map<string, ComplaintTimes>> {
  const { table, where, params } = complaintFacts(range);
  const figures = SPANS.flatMap(([metric]) =>
    (['mean', 'p50', 'count'] as const).map(
      (suffix) =>
        `(${figureSql(findMetric(`${metric}_${suffix}`)!.figure)})::Nullable(Float64) AS ${metric}_${suffix}`,
    ),
  );
  const rows = await clickhouse.query<{ reason: string; fact: string } & Record<string, number | null>>({
    sql: `WITH complaints AS (
  SELECT conversation_id, arrayPushBack(groupUniqArray(${range.tags.reason}), '${ANY_REASON}') AS reasons,
    min(opened_at) AS opened
  FROM ${table}
  WHERE ${where}
  GROUP BY conversation_id
)
SELECT why AS reason, fact::String AS fact, ${figures.join(',\n  ')}
FROM (
  SELECT conversation_id, fact, state, value_ms
  FROM facts FINAL
  WHERE fact IN {spans:Array(String)} AND at >= (SELECT min(opened) FROM complaints) - toIntervalMillisecond(${SLACK_MS})
    AND conversation_id IN (SELECT conversation_id FROM complaints)
) AS spans
INNER JOIN complaints ON complaints.conversation_id = spans.conversation_id
ARRAY JOIN reasons AS why
GROUP BY reason, fact`,
    params: { ...params, spans: SPANS.map(([fact]) => fact) },
  });
  const times = new Map<string, ComplaintTimes>();
  for (const { reason, fact, ...values } of rows) {
    const found = times.get(reason) ?? noTimes();
    for (const [metric, name] of SPANS) {
      if (metric !== fact) continue;
      found[name] = {
        mean: values[`${metric}_mean`] ?? null,
        p50: values[`${metric}_p50`] ?? null,
        n: values[`${metric}_count`] ?? 0,
      };
    }
    times.set(reason, found);
  }
  return times;
}

export const noTimes = (): ComplaintTimes => ({
  first_response: { mean: null, p50: null, n: 0 },
  resolution: { mean: null, p50: null, n: 0 },
});

/** Customers who complained, and those of them who did so in two conversations or more. */
export interface Repetition {
  complainers: number;
  customers: number;
  /** Conversations of those customers. */
  complaints: number;
}

/** Of the customers who are known; how often each complained stays in the database. */
export async function queryRepetition(clickhouse: ClickHouse, range: ComplaintRange): Promise<Repetition> {
  const { table, where, params } = complaintFacts(range);
  const [found] = await clickhouse.query<Repetition>({
    sql: `SELECT count()::Float64 AS complainers, countIf(n > 1)::Float64 AS customers,
  sumIf(n, n > 1)::Float64 AS complaints
FROM (
  SELECT customer_id, uniqExact(conversation_id) AS n
  FROM ${table}
  WHERE ${where} AND customer_id != ''
  GROUP BY customer_id
)`,
    params,
  });
  return found ?? { complainers: 0, customers: 0, complaints: 0 };
}

function complaintFacts({ tags, ...range }: ComplaintRange) {
  const { table, where, params } = factTable({ facts: ['tag'], anchor: 'start' }, range, true);
  return {
    table,
    where: [...where, tags.condition].join(' AND '),
    params: { ...params, ...tags.params },
  };
}
