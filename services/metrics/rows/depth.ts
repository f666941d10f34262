import type { FactName } from '../../domain/measure/fact.ts';
import type { Condition } from '../definition/language.ts';
import { conditionSql } from '../evaluate/sql.ts';
import { filterSql, groupColumns } from '../filters.ts';
import { narrowed } from './narrowed.ts';
import { bucketSql, type RangeRequest, type RowSource } from './source.ts';

/** Processor time of one core for a spell that is put in order, and for one that is read only, ns, at the least. */
const SORTED_NS = 60;
const READ_NS = 2;

/** UTC ms. */
type Span = Pick<RangeRequest, 'from' | 'to'>;

/** Conditions on spells that were open at some instant of [from, to). */
export function openWithin(where: Condition, { from, to }: Span): string[] {
  return begunBefore(where, 'ended_at > fromUnixTimestamp64Milli({from:Int64})', to - from);
}

/**
 * Conditions on spells that are counted by the depth at the end of [from, to): those that were open just before `to`.
 * One that ends at `to` itself still counts, as its step down lies in the next bucket.
 */
export function openAtEnd(where: Condition): string[] {
  return begunBefore(where, 'ended_at >= fromUnixTimestamp64Milli({to:Int64})', 0);
}

/** Spells that began before `to` and are open, or ended late enough: of so much time, ms. */
function begunBefore(where: Condition, endedLate: string, lengthMs: number): string[] {
  const late = [
    'fact = {fact:String}',
    'at < fromUnixTimestamp64Milli({to:Int64})',
    `(state = 'open' OR ${endedLate})`,
  ];
  return [narrowed(late, lengthMs), conditionSql(where)];
}

/**
 * The instants `t` (UTC ms) at which the number of open spells changed, and their `depth` from then on: +1 where one
 * begins, -1 where one ends, summed up. A spell that began before `from` begins at `from` here. What begins and ends at
 * the same instant cancels out, so that handing over is not a peak. Buckets in which nothing changes have no row; the
 * number of the bucket before holds.
 */
export function depthRows(
  request: RangeRequest,
  { fact, where }: { fact: FactName; where: Condition },
): RowSource {
  const bucket = bucketSql('t', request);
  const filter = filterSql(request.filters);
  const groups = request.groupBy.map((dimension) => `, ${dimension}`).join('');
  const partition = request.groupBy.length === 0 ? '' : `PARTITION BY ${request.groupBy.join(', ')} `;
  return {
    from: `(
  SELECT t${groups}, sum(delta) OVER (${partition}ORDER BY t) AS depth
  FROM (
    SELECT t${groups}, sum(d) AS delta
    FROM (
      SELECT step.1 AS t, step.2 AS d${groupColumns(request.groupBy)}
      FROM facts FINAL
      ARRAY JOIN [
        (greatest(toUnixTimestamp64Milli(at), {from:Int64}), 1::Int64),
        (if(toUnixTimestamp64Milli(ended_at) = 0, {to:Int64}, toUnixTimestamp64Milli(ended_at)), -1::Int64)
      ] AS step
      WHERE ${[...openWithin(where, request), ...filter.conditions].join(' AND ')}
    )
    WHERE t < {to:Int64}
    GROUP BY t${groups}
  )
)`,
    bucket: bucket.sql,
    groups,
    params: { ...bucket.params, ...filter.params, fact, from: request.from, to: request.to },
    takes: { bytesPerRow: 0, nsPerRow: filter.conditions.length === 0 ? SORTED_NS : READ_NS },
  };
}
