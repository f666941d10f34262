import { any } from '../../metrics/definition/language.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { CUT_COLUMNS, CUTS, type Cut, type CutColumn } from '../cuts.ts';
import type { Filling } from '../filling.ts';
import { anchorColumn, hourSql, within } from '../rows.ts';
import type { OfFacts } from '../sources.ts';
import { countingSql, isDistinct } from './told.ts';

/** What may differ between facts of a conversation: its channel is one. */
const BEFORE_COLUMNS: readonly CutColumn[] = CUT_COLUMNS.filter((column) => column !== 'channel');

/** What `rollup_repeats` calls a cut of a part of a source, by the part's place. */
export const repeatsCut = ({ name }: Cut, place: number) => `${name} p${place}`;

/**
 * The facts of some hours that count for a part and are not the first of their conversation, with when those before were
 * and of what dimensions, cut by cut; none where no part is of distinct conversations. Left out is what no question
 * counts: one of the same dimensions came before within the hour, in which nothing begins.
 */
export function repeatsOf(source: OfFacts): Filling[] {
  const distinct = source.parts.flatMap((part, place) =>
    isDistinct(part) ? [{ aggregate: part.aggregate, place }] : [],
  );
  if (distinct.length === 0) return [];
  const instant = `toUnixTimestamp64Milli(${anchorColumn(source)})`;
  const columns = BEFORE_COLUMNS.filter((column) => column !== 'label' || source.isByLabel);
  const isKept = (column: CutColumn) => column === 'channel' || columns.includes(column);
  // Of the tuples of those before, the first is when, and the others follow the order of the columns.
  const isAlike = columns.map((column, i) => `was.${i + 2} = c_${column}`).join(' AND ');
  const placed = columns.map((column) => `, ifNull(was.${column}, ${column}::String)`).join('');
  const parts = distinct.map(
    ({ aggregate, place }) =>
      `(${place}, if(${conditionSql(aggregate.where)}, arrayMap(was -> (${instant} - was.ago${placed}), ${countingSql(aggregate)}), []))`,
  );
  const own = CUT_COLUMNS.map((column) => `${isKept(column) ? `${column}::String` : `''`} AS d_${column}`);
  const before = BEFORE_COLUMNS.map((column) => {
    const place = columns.indexOf(column);
    return `arrayMap(was -> ${place < 0 ? `''` : `was.${place + 2}`}, others) AS k_before_${column}`;
  });
  const names = CUT_COLUMNS.map((column) => `c_${column}`).join(', ');
  const cuts = distinct.flatMap(({ place }) =>
    CUTS.map((cut) => ({ name: repeatsCut(cut, place), columns: cut.columns })),
  );
  return [
    {
      table: 'rollup_repeats',
      name: '{name:String}',
      cuts,
      dimensions: CUT_COLUMNS,
      kept: ['last', 'since', 'before_at', ...BEFORE_COLUMNS.map((column) => `before_${column}`)],
      day: { kind: 'each', where: IS_FIRST_OF_ITS_KIND },
      cells: `SELECT hour, cut, ${names}, k_last, k_since, arrayMap(was -> was.1, others) AS k_before_at, ${before.join(', ')}
FROM (
  SELECT hour, cut, ${names}, arrayMax(was -> was.1, list) AS k_last,
    arrayMax(was -> if(${isAlike}, was.1, 0), list) AS k_since,
    arrayFilter(was -> NOT (${isAlike}) AND was.1 > k_since, list) AS others
  FROM (
    SELECT hour, concat(one, ' p', toString(part.1)) AS cut,
      ${CUT_COLUMNS.map((column) => `${inCut(column, `d_${column}`)} AS c_${column}`).join(', ')},
      arrayMap(was -> (was.1${columns.map((column, i) => `, ${inCut(column, `was.${i + 2}`)}`).join('')}), part.2) AS list
    FROM (
      SELECT *, arrayJoin(parts) AS part
      FROM (
        SELECT ${hourSql(anchorColumn(source))} AS hour, ${own.join(', ')}, arrayFilter(part -> notEmpty(part.2), [${parts.join(', ')}]) AS parts
        FROM facts FINAL
        WHERE ${within(source)} AND earlier NOT IN ('', '[]') AND ${conditionSql(any(...distinct.map(({ aggregate }) => aggregate.where)))}
      )
    )
    ARRAY JOIN [${CUTS.map(({ name }) => `'${name}'`).join(', ')}] AS one
  )
)
WHERE ${IS_FIRST_OF_ITS_KIND}`,
      params: {},
    },
  ];
}

/** SQL of whether none of the same dimensions came before it since the hour began, in which nothing begins. */
const IS_FIRST_OF_ITS_KIND = 'k_since < toInt64(toUnixTimestamp(hour)) * 1000';

/** SQL of a dimension in a cut, `one`: empty where the cut does not tell it apart. */
function inCut(column: CutColumn, value: string): string {
  const names = CUTS.filter(({ columns }) => columns.includes(column)).map(({ name }) => `'${name}'`);
  return names.length === CUTS.length ? value : `if(one IN (${names.join(', ')}), ${value}, '')`;
}
