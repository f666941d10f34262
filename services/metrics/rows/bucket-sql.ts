import type { Parameters } from '../../lib/clickhouse/client.ts';
import type { RangeRequest } from '../request.ts';

/**
 * SQL that gives the begin of the bucket (UTC ms, Int64) of an instant in ms. The borders are made where time
 * zones are known (`bucketStarts`); ClickHouse only looks up. Buckets of one length need no search.
 */
export function bucketSql(
  ms: string,
  { starts, to }: Pick<RangeRequest, 'starts' | 'to'>,
): { sql: string; params: Parameters } {
  const first = starts[0]!;
  if (starts.length === 1) return { sql: '{first:Int64}', params: { first } };
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
