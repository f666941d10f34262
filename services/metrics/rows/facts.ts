import type { FactName } from '../../domain/measure/fact.ts';
import type { Parameters } from '../../lib/clickhouse/client.ts';
import { not } from '../definition/language.ts';
import { conditionSql } from '../evaluate/sql.ts';
import { filterSql, groupColumns } from '../filters.ts';
import { narrowed } from './narrowed.ts';
import { bucketSql, type RangeRequest, type RowSource } from './source.ts';
import { areOfSurveys, haveSurveys, SECRET, surveyTable } from './surveys.ts';

const ANCHOR_COLUMNS = { start: 'at', end: 'ended_at' } as const;

/** Which facts of a metric lie in the range by their anchor. */
export interface AnchoredFacts {
  facts: readonly FactName[];
  anchor: 'start' | 'end';
}

/** Facts as SQL: a table or subquery, the conditions that are left to ask of it, and what both bind. */
interface FactTable {
  table: string;
  where: string[];
  /** The column of the anchor. */
  column: 'at' | 'ended_at';
  params: Parameters;
}

/**
 * Facts that lie in the range by their anchor and that the filters let through.
 *
 * @param byDimension whether the answer shows the facts' dimensions: where it does not, nothing is looked up for them
 */
export function factTable(
  { facts, anchor }: AnchoredFacts,
  { from, to, now, filters }: Omit<RangeRequest, 'starts' | 'groupBy'>,
  byDimension: boolean,
): FactTable {
  const column = ANCHOR_COLUMNS[anchor];
  const inRange = [
    'fact IN {facts:Array(String)}',
    `${column} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${column} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  // A span that ends in the period began before its end: the key's second column helps too.
  const wider = anchor === 'start' ? inRange : [...inRange, 'at < fromUnixTimestamp64Milli({to:Int64})'];
  const anchored = anchor === 'start' ? inRange : [narrowed(wider, to - from)];
  const shown = haveSurveys(facts) ? [...anchored, conditionSql(not(SECRET))] : anchored;
  const filter = filterSql(filters);
  const params = { ...filter.params, facts, from, to, now };
  return areOfSurveys(facts) && (byDimension || filter.conditions.length > 0)
    ? { table: surveyTable(shown, 'facts', wider), where: filter.conditions, column, params }
    : { table: 'facts FINAL', where: [...shown, ...filter.conditions], column, params };
}

/** Facts that lie in the range by their anchor, as rows of figures. */
export function factRows(request: RangeRequest, which: AnchoredFacts): RowSource {
  const { table, where, column, params } = factTable(which, request, request.groupBy.length > 0);
  const bucket = bucketSql(`toUnixTimestamp64Milli(${column})`, request);
  return {
    from: where.length === 0 ? table : `${table}\nWHERE ${where.join(' AND ')}`,
    bucket: bucket.sql,
    groups: groupColumns(request.groupBy),
    params: { ...bucket.params, ...params },
  };
}
