import type { FactName } from '../../domain/measure/fact.ts';
import { filterSql, groupColumns } from '../filters.ts';
import { bucketSql, type RangeRequest, type RowSource } from './source.ts';

const ANCHOR_COLUMNS = { start: 'at', end: 'ended_at' } as const;

/** Conditions on the facts of a metric that lie in a range by their anchor. */
export function anchoredIn(anchor: 'start' | 'end'): { column: string; conditions: string[] } {
  const column = ANCHOR_COLUMNS[anchor];
  const conditions = [
    'fact IN {facts:Array(String)}',
    `${column} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${column} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  // A span that ends in the period began before its end: the key's second column helps too.
  if (anchor === 'end') conditions.push('at < fromUnixTimestamp64Milli({to:Int64})');
  return { column, conditions };
}

/** Facts that lie in the range by their anchor. */
export function factRows(
  request: RangeRequest,
  { facts, anchor }: { facts: readonly FactName[]; anchor: 'start' | 'end' },
): RowSource {
  const { column, conditions } = anchoredIn(anchor);
  const bucket = bucketSql(`toUnixTimestamp64Milli(${column})`, request);
  const filter = filterSql(request.filters);
  return {
    from: `facts FINAL\nWHERE ${[...conditions, ...filter.conditions].join(' AND ')}`,
    bucket: bucket.sql,
    groups: groupColumns(request.groupBy),
    params: {
      ...bucket.params,
      ...filter.params,
      facts,
      from: request.from,
      to: request.to,
      now: request.now,
    },
  };
}
