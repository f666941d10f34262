import type { Parameters, Query, QueryCost } from '../../lib/clickhouse/client.ts';
import type { Figure } from '../definition/language.ts';
import type { Dimension } from '../definition/metric.ts';
import { figureSql } from '../evaluate/sql.ts';
import type { Filters } from '../filters.ts';
import { costOf } from './cost.ts';

/** What all queries over time have in common. */
export interface RangeRequest {
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  /** UTC ms: running targets are breached if they were due before. */
  now: number;
  /** Begins of the buckets, ascending, the first at or before `from`. */
  starts: readonly number[];
  groupBy: readonly Dimension[];
  filters: Filters;
}

/** The rows that some figures are made of, as SQL. */
export interface RowSource {
  /** What stands behind FROM: a table or subquery, with its conditions. */
  from: string;
  /** SQL of the begin of the bucket that a row belongs to, UTC ms. */
  bucket: string;
  /** The columns of the dimensions that are grouped by: `, <column> AS <dimension>` each. */
  groups: string;
  params: Parameters;
  /** What reading the rows takes at the least; that of facts if not given. */
  takes?: Pick<QueryCost, 'bytesPerRow' | 'nsPerRow'>;
}

/** Aggregates rows into buckets and groups. Answer: `bucket` (UTC ms), the dimensions, a column a figure. */
export function figuresQuery(
  source: RowSource,
  groupBy: readonly Dimension[],
  figures: readonly { id: string; figure: Figure }[],
): Query {
  const values = figures.map(({ id, figure }) => `(${figureSql(figure)})::Nullable(Float64) AS ${id}`);
  return {
    sql: [
      `SELECT (${source.bucket})::Float64 AS bucket${source.groups}, ${values.join(', ')}`,
      `FROM ${source.from}`,
      `GROUP BY ${['bucket', ...groupBy].join(', ')}`,
    ].join('\n'),
    params: source.params,
    cost: costOf(source, figures, groupBy.length === 0 && source.bucket === ONE_BUCKET),
  };
}

const ONE_BUCKET = '{first:Int64}';

/**
 * SQL that gives the begin of the bucket (UTC ms, Int64) of an instant in ms. The borders are made where time
 * zones are known (`bucketStarts`); ClickHouse only looks up. Buckets of one length need no search.
 */
export function bucketSql(
  ms: string,
  { starts, to }: Pick<RangeRequest, 'starts' | 'to'>,
): { sql: string; params: Parameters } {
  const first = starts[0]!;
  if (starts.length === 1) return { sql: ONE_BUCKET, params: { first } };
  const width = widthOf({ starts, to });
  if (width !== null) {
    return {
      sql: `{first:Int64} + intDiv(${ms} - {first:Int64}, {width:Int64}) * {width:Int64}`,
      params: { first, width },
    };
  }
  return { sql: `roundDown(${ms}, {starts:Array(Int64)})`, params: { starts } };
}

/**
 * The length of the buckets, ms, where all have the same; null where they have not, or there is only one. The last one
 * may be cut short by the range; it may also be longer, as March is after February.
 */
export function widthOf({ starts, to }: Pick<RangeRequest, 'starts' | 'to'>): number | null {
  if (starts.length < 2) return null;
  const width = starts[1]! - starts[0]!;
  if (to - starts.at(-1)! > width) return null;
  return starts.every((start, i) => start === starts[0]! + i * width) ? width : null;
}
