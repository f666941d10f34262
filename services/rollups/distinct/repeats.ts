import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { CUT_COLUMNS, CUTS, type CutColumn } from '../cuts.ts';
import type { Filling } from '../recompute.ts';
import { anchorColumn, hourSql, within } from '../rows.ts';
import type { OfFacts } from '../sources.ts';
import { countingSql, type DistinctPart } from './told.ts';

/** What may differ between facts of a conversation: its channel is one. */
const BEFORE_COLUMNS: readonly CutColumn[] = CUT_COLUMNS.filter((column) => column !== 'channel');

/** What `rollup_repeats` calls a part of a source. */
export const repeatsName = (source: string, place: number) => `${source} p${place}`;

/**
 * The facts of some hours that count for a part and are not the first of their conversation, with when those before were
 * and of what dimensions, cut by cut. Left out is what no question counts: one of the same dimensions came before within
 * the hour, in which nothing begins.
 */
export function repeatsOf(source: OfFacts, place: number): Filling {
  const { aggregate } = source.parts[place] as DistinctPart;
  const instant = `toUnixTimestamp64Milli(${anchorColumn(source)})`;
  const columns = BEFORE_COLUMNS.filter((column) => column !== 'label' || source.isByLabel);
  const own = (column: CutColumn) => (columns.includes(column) || column === 'channel' ? `${column}::String` : "''");
  // Of the tuples of those before, the first is when, and the others follow the order of the columns.
  const isAlike = columns.map((column, i) => `was.${i + 2} = c_${column}`).join(' AND ');
  return {
    table: 'rollup_repeats',
    name: `concat({name:String}, ' p${place}')`,
    cuts: CUTS,
    dimensions: CUT_COLUMNS,
    kept: ['last', 'since', 'before_at', ...BEFORE_COLUMNS.map((column) => `before_${column}`)],
    cells: `SELECT hour, cut, ${CUT_COLUMNS.map((column) => `c_${column}`).join(', ')}, k_last, k_since,
  arrayMap(was -> was.1, others) AS k_before_at,
  ${BEFORE_COLUMNS.map((column) => {
    const i = columns.indexOf(column);
    return `${i < 0 ? `arrayMap(was -> '', others)` : `arrayMap(was -> was.${i + 2}, others)`} AS k_before_${column}`;
  }).join(', ')}
FROM (
  SELECT hour, cut, ${CUT_COLUMNS.map((column) => `c_${column}`).join(', ')}, arrayMax(was -> was.1, list) AS k_last,
    arrayMax(was -> if(${isAlike}, was.1, 0), list) AS k_since,
    arrayFilter(was -> NOT (${isAlike}) AND was.1 > k_since, list) AS others
  FROM (
    SELECT hour, cut, ${CUT_COLUMNS.map((column) => `${inCut(column, `d_${column}`)} AS c_${column}`).join(', ')},
      arrayMap(was -> (was.1, ${columns.map((column, i) => inCut(column, `was.${i + 2}`)).join(', ')}), counting) AS list
    FROM (
      SELECT ${hourSql(anchorColumn(source))} AS hour, ${CUT_COLUMNS.map((column) => `${own(column)} AS d_${column}`).join(', ')},
        arrayMap(was -> (${instant} - was.ago, ${columns.map((column) => `ifNull(was.${column}, ${column}::String)`).join(', ')}),
          ${countingSql(aggregate)}) AS counting
      FROM facts FINAL
      WHERE ${within(source)} AND earlier NOT IN ('', '[]') AND ${conditionSql(aggregate.where)}
    )
    ARRAY JOIN [${CUTS.map(({ name }) => `'${name}'`).join(', ')}] AS cut
    WHERE notEmpty(counting)
  )
)
WHERE k_since < toInt64(toUnixTimestamp(hour)) * 1000`,
    params: {},
  };
}

/** SQL of a dimension in a cut: empty where the cut does not tell it apart. */
function inCut(column: CutColumn, value: string): string {
  const names = CUTS.filter(({ columns }) => columns.includes(column)).map(({ name }) => `'${name}'`);
  return names.length === CUTS.length ? value : `if(cut IN (${names.join(', ')}), ${value}, '')`;
}
