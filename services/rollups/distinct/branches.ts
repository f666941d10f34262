import type { Query } from '../../lib/clickhouse/client.ts';
import { DIMENSION_COLUMNS, type Dimension } from '../../metrics/definition/metric.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import type { RangeRequest } from '../../metrics/rows/source.ts';
import type { Cut } from '../cuts.ts';
import type { Rows } from '../plan.ts';
import { neededOf, rolledRows, type Unit } from '../ranges.ts';
import { repeatsCut } from './repeats.ts';
import { type Distinct, someEarlierSql } from './told.ts';

/** A question of distinct conversations: a fact counts where none before it lies in its range, bucket and group. */
interface Asked {
  request: RangeRequest;
  /** SQL of the begin of the bucket of a row, UTC ms. */
  bucket: string;
}

/** From when on a fact before one is in its range and bucket. */
const beginSql = ({ bucket }: Pick<Asked, 'bucket'>) => `greatest(${bucket}, {from:Int64})`;

/** SQL of how many facts count, over facts of the range (Int64). */
export function countedSql({ where }: Distinct, instant: string, asked: Asked): string {
  const more = [
    `${instant} - was.ago >= ${beginSql(asked)}`,
    ...sameGroup(asked.request, (column) => ({ was: `ifNull(was.${column}, ${column})`, own: column })),
  ];
  return `toInt64(countIf(${conditionSql(where)} AND NOT ${someEarlierSql(where, more)}))`;
}

/** Facts of rolled up hours that count though they are not the first of their conversation. */
export function repeatsBranch({
  unit,
  rows,
  place,
  cut,
  groups,
  ...asked
}: Asked & {
  unit: Unit;
  rows: Rows;
  /** Of the part in the source. */
  place: number;
  cut: Cut;
  /** SQL of what each of them gives, to follow the bucket. */
  groups: string;
}): Query {
  const needed = neededOf(asked.request, cut);
  const told = needed.filter((column) => column !== 'channel');
  const name = `repeats_${place}`;
  const arrays = told.length === 0 ? ['last'] : ['since', 'before_at', ...told.map((one) => `before_${one}`)];
  const begin = beginSql(asked);
  const more = sameGroup(asked.request, (column) => ({ was: `was_${column}`, own: column }));
  const isFirst =
    told.length === 0
      ? `last < ${begin}`
      : `since < ${begin} AND NOT arrayExists((was_at, ${told.map((one) => `was_${one}`).join(', ')}) -> ${[`was_at >= ${begin}`, ...more].join(' AND ')},
    before_at, ${told.map((one) => `before_${one}`).join(', ')})`;
  return {
    sql: `SELECT ${asked.bucket} AS bucket${groups}
  FROM rollup_repeats FINAL ARRAY JOIN ${[...needed, ...arrays].join(', ')}
  ${rolledRows(asked.request, unit, rows, [isFirst], name)}`,
    params: { [name]: repeatsCut(cut, place) },
  };
}

/** SQL of what must be so of another fact for it to be in the group of one that the filters let through, and to pass them. */
function sameGroup(
  { groupBy, filters }: RangeRequest,
  sql: (column: string) => { was: string; own: string },
): string[] {
  const grouped = groupBy.map((dimension) => DIMENSION_COLUMNS[dimension]);
  const conditions = grouped.filter(isToldApart).map((column) => `${sql(column).was} = ${sql(column).own}`);
  for (const [dimension, values] of Object.entries(filters) as [Dimension, readonly string[]][]) {
    const column = DIMENSION_COLUMNS[dimension];
    if (values.length === 0 || grouped.includes(column) || !isToldApart(column)) continue;
    conditions.push(`has({filter_${dimension}:Array(String)}, ${sql(column).was})`);
  }
  return conditions;
}

/** A conversation has one channel. */
const isToldApart = (column: string) => column !== 'channel';
